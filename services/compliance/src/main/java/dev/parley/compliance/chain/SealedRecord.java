package dev.parley.compliance.chain;

import dev.parley.api.compliance.AuditRecord;
import org.jspecify.annotations.Nullable;

/// A record that may be stored: what was personal in it is sealed, or left out.
///
/// @param record its own personal part is not looked at any more
/// @param personal sealed, base64, or null
/// @param personalOmitted why there is none though there was something to seal, or null
public record SealedRecord(
        AuditRecord record,
        @Nullable String personal,
        @Nullable String personalOmitted) {}
