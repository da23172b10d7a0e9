/// The compliance service's collections. See [AuditStore].
@NullMarked
package dev.parley.compliance.store;

import org.jspecify.annotations.NullMarked;
