/// The audit log as a hash chain: how entries are made and how anybody checks them. Pure: no store, no HTTP, no
/// clock, so that an offline program uses it as the service does. The format is `docs/spec/audit-entry.md`.
///
/// Read [AuditChain] first, then [EntryContent] (the form that is hashed) and [ChainVerifier].
@NullMarked
package dev.parley.compliance.chain;

import org.jspecify.annotations.NullMarked;
