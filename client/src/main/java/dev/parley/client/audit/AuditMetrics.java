package dev.parley.client.audit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/// What an audit trail counts. Alarm on `refused`, `damaged` and `set_aside`: each is something that the log will
/// not show by itself.
///
/// @param refused records not taken because the spool was full
/// @param damaged lines found changed on disk
/// @param setAside records that compliance will never take
/// @param failures batches that had to be sent again
record AuditMetrics(Counter delivered, Counter refused, Counter damaged, Counter setAside, Counter failures) {
    /// The tag by which trails that share a registry are told apart.
    static final String SERVICE = "service";

    static AuditMetrics in(MeterRegistry metrics, String service) {
        return new AuditMetrics(
                metrics.counter("parley.audit.delivered", SERVICE, service),
                metrics.counter("parley.audit.refused", SERVICE, service),
                metrics.counter("parley.audit.damaged", SERVICE, service),
                metrics.counter("parley.audit.set.aside", SERVICE, service),
                metrics.counter("parley.audit.send.failures", SERVICE, service));
    }
}
