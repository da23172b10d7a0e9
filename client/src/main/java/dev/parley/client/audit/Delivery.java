package dev.parley.client.audit;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.client.Backoff;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hands the lines of a spool to compliance, in their order within a tenant, at least once. An outage is waited
/// out; what compliance refuses for its content would be refused for ever, so it is set aside and delivery goes on.
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30));
    /// Bytes of one window; well below what compliance accepts in one request (2 MiB).
    private static final int MAX_WINDOW_BYTES = 1 << 20;
    /// Refusals of the content of a record. Others (401, 403, 404, 429) tell of the state of the platform and pass.
    private static final Set<Integer> CONTENT_REFUSED = Set.of(400, 409, 410, 413, 422);

    private final Spool spool;
    private final SpoolReader reader;
    private final SetAside aside;
    private final AuditApi audit;
    private final AuditMetrics metrics;
    private final RandomGenerator random;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Delivery(Spool spool, AuditApi audit, AuditMetrics metrics, RandomGenerator random) {
        this.spool = spool;
        this.reader = new SpoolReader(spool);
        this.aside = new SetAside(spool.folder());
        this.audit = audit;
        this.metrics = metrics;
        this.random = random;
    }

    /// Delivers the next lines, waiting out every outage.
    ///
    /// @return lines that are dealt with; 0 when there was none or [#stop] was called
    int step() throws InterruptedException {
        for (int failures = 1; !isStopping(); failures++) {
            try {
                return attempt();
            } catch (IOException | RuntimeException e) {
                metrics.failures().increment();
                if (failures == 1) {
                    LOG.warn("audit records wait on disk, compliance does not take them: {}", e.toString());
                }
                awaitStop(BACKOFF.delay(failures, random));
            }
        }
        return 0;
    }

    /// Ends a [#step] that waits.
    void stop() {
        stopping.countDown();
    }

    boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /// Waits for [#stop], at most so long.
    ///
    /// @return whether it was called
    boolean awaitStop(Duration atMost) throws InterruptedException {
        return stopping.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    long backlog() throws IOException {
        return reader.count();
    }

    private int attempt() throws IOException {
        SpoolReader.Window window = reader.read(AuditApi.MAX_BATCH, MAX_WINDOW_BYTES);
        // A tenant that fails is sent again with those that did not: the log adds a record once.
        for (Map.Entry<TenantId, List<SpoolLine>> batch :
                byTenant(window.lines()).entrySet()) {
            send(batch.getKey(), batch.getValue());
        }
        for (SpoolReader.Damage damage : window.damaged()) {
            LOG.error("a line of the audit spool was changed on disk and is set aside: {}", damage.why());
            aside.damaged(damage);
            metrics.damaged().increment();
        }
        if (!window.end().equals(spool.delivered())) {
            spool.delivered(window.end());
        }
        metrics.delivered().increment(window.lines().size());
        return window.count();
    }

    private void send(TenantId tenant, List<SpoolLine> lines) throws IOException {
        try {
            audit.append(tenant, records(lines));
        } catch (ProblemException e) {
            if (!CONTENT_REFUSED.contains(e.type().status())) {
                throw e;
            }
            for (SpoolLine line : lines) {
                sendAlone(line);
            }
        }
    }

    private void sendAlone(SpoolLine line) throws IOException {
        try {
            audit.append(line.tenant(), List.of(line.record()));
        } catch (ProblemException e) {
            if (!CONTENT_REFUSED.contains(e.type().status())) {
                throw e;
            }
            LOG.error(
                    "compliance refuses audit record {} for its content: {}",
                    line.record().id(),
                    e.detail());
            aside.refused(line, e.type().code() + ": " + e.detail());
            metrics.setAside().increment();
        }
    }

    private static Map<TenantId, List<SpoolLine>> byTenant(List<SpoolLine> lines) {
        return lines.stream()
                .collect(Collectors.groupingBy(SpoolLine::tenant, LinkedHashMap::new, Collectors.toList()));
    }

    private static List<AuditRecord> records(List<SpoolLine> lines) {
        return lines.stream().map(SpoolLine::record).toList();
    }
}
