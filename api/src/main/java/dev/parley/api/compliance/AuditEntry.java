package dev.parley.api.compliance;

/// An entry of the log, in the form that its hash is taken of (`docs/spec/audit-entry.md`).
///
/// @param seq from 1, without gaps
/// @param canonical the entry as canonical JSON (RFC 8785), with the hash of the entry before it
/// @param hash SHA-256 of the byte 0x00 and the UTF-8 of `canonical`, 64 lower-case hexadecimal digits
public record AuditEntry(long seq, String canonical, String hash) {}
