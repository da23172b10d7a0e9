/// The sender's side of the audit log: a record is on local disk before its witness goes on, and reaches compliance
/// when compliance can take it. Read [AuditTrail] first for the promises, then `Spool` for how they are kept and
/// `Delivery` for what is sent when.
///
/// The spool folder holds `<number>.spool` (the records), `delivered` (how far they were sent), `lock`, and, only
/// after something went wrong, `damaged` (lines that the disk changed) and `refused` (records that compliance will
/// not take).
@NullMarked
package dev.parley.client.audit;

import org.jspecify.annotations.NullMarked;
