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
    static AuditMetrics in(MeterRegistry metrics) {
        return new AuditMetrics(
                metrics.counter("parley.audit.delivered"),
                metrics.counter("parley.audit.refused"),
                metrics.counter("parley.audit.damaged"),
                metrics.counter("parley.audit.set.aside"),
                metrics.counter("parley.audit.send.failures"));
    }
}
