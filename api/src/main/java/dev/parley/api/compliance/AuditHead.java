package dev.parley.api.compliance;

/// The end of a log.
///
/// @param size number of entries; also the seq of the last one
/// @param hash of the last entry, 64 lower-case hexadecimal digits; 64 zeros for an empty log
public record AuditHead(long size, String hash) {}
