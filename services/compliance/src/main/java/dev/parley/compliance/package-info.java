/// The compliance service (port 3008): keeps the audit log of each tenant as a chain that anybody can verify.
///
/// One noun so far, the log: [AuditRoutes] (HTTP) → [AuditLog] (use cases) →
/// [dev.parley.compliance.chain.AuditChain] (the rules, pure, also for programs without a store) →
/// [dev.parley.compliance.store.AuditStore]. [AuditRules] says what is let in, [PersonalSealer] seals what must be
/// erasable, [ChainWriter] gives every entry its place.
///
/// Invariants: entries are numbered from 1 without gaps and are never changed or removed by this program; a record
/// is in the log at most once; what was acknowledged is durable; nothing personal is stored in the clear. One lock
/// per tenant, in [ChainWriter]; nothing else is locked while it is held.
///
/// What the chain cannot show alone: who can write the database can compute a whole chain anew, or go back to an
/// older copy of it. Who keeps a head from before sees it
/// ([AuditChain#verify][dev.parley.compliance.chain.AuditChain]).
@NullMarked
package dev.parley.compliance;

import org.jspecify.annotations.NullMarked;
