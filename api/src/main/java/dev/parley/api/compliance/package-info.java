/// Contract of the compliance service (port 3008): the audit log. Read [AuditApi].
@NullMarked
package dev.parley.api.compliance;

import org.jspecify.annotations.NullMarked;
