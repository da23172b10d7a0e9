/// Tests of the compliance service. [AuditNode] is one node of it on real storage; [AuditContract] holds it to its
/// contract, once on the object and once over HTTP.
@NullMarked
package dev.parley.compliance;

import org.jspecify.annotations.NullMarked;
