package dev.parley.api.compliance;

import org.jspecify.annotations.Nullable;

/// @param whole whether every entry is what it was, none is missing, and the end is where it was
/// @param checkedEntries entries read, up to the first fault
/// @param faultySeq the first entry that is wrong or missing, or null
/// @param fault what is wrong with it, for a person, or null
public record AuditVerification(
        boolean whole,
        long checkedEntries,
        @Nullable Long faultySeq,
        @Nullable String fault) {}
