package dev.parley.client.audit;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where a service writes down what happened. Safe for concurrent use; one per process and folder.
///
/// Promises:
/// - After [#record] the record survives the end of this process, `kill -9` included. A power cut may take what was
/// recorded within the last [AuditTrailConfig#syncInterval]. After [#recordSynced] it survives that as well.
/// - What survives reaches the log at least once, in the order of recording within a tenant; the log adds it once.
/// - When the disk budget is used up because compliance has been away for long, records are *refused*
///   ([StoreUnavailableException], counter `parley.audit.refused`). A service that cannot record refuses the work
///   as well: better no answer than a deed without a trace.
/// - A record that was changed on disk, or that compliance will not take for its content, is set aside in the folder,
///   logged and counted, never passed over.
///
/// Metrics: `parley.audit.pending` (records on disk only), `parley.audit.lag` (seconds that the oldest of them
/// waits, to within one batch), `parley.audit.spool.bytes`, and the counters of [AuditMetrics],
/// each with the tag `service`.
public final class AuditTrail implements AutoCloseable {
    /// What [#close] gives compliance to take the rest; what it does not take is sent after the next start.
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private final AuditTrailConfig config;
    private final InstantSource clock;
    private final Spool spool;
    private final Delivery delivery;
    private final AuditMetrics metrics;
    private final Thread deliverer;
    private final Thread syncer;

    private final AtomicLong recorded = new AtomicLong();
    private final AtomicLong delivered = new AtomicLong();
    private final AtomicLong wanted = new AtomicLong();
    private volatile Instant oldest;
    private volatile boolean closing;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition due = lock.newCondition();
    private final Condition progress = lock.newCondition();
    private volatile boolean idle;

    private AuditTrail(
            AuditTrailConfig config, Spool spool, Delivery delivery, InstantSource clock, AuditMetrics metrics)
            throws IOException {
        this.config = config;
        this.spool = spool;
        this.delivery = delivery;
        this.clock = clock;
        this.metrics = metrics;
        this.oldest = clock.instant();
        recorded.set(delivery.backlog());
        this.deliverer = Thread.ofVirtual().name("audit-delivery").unstarted(this::deliver);
        this.syncer = Thread.ofVirtual().name("audit-sync").unstarted(this::sync);
    }

    /// Whether a folder holds records that have not reached the log. For a folder that no process uses.
    ///
    /// @throws IOException when it cannot be read
    public static boolean hasUndelivered(Path folder) throws IOException {
        return Files.exists(folder) && Spool.hasUndelivered(folder);
    }

    /// Opens the spool, cuts what a killed process left half written, and goes on sending what it left behind.
    ///
    /// @param random of the waits between attempts
    /// @throws IOException when the folder cannot be used, or is used already
    public static AuditTrail open(
            AuditTrailConfig config,
            AuditApi audit,
            InstantSource clock,
            RandomGenerator random,
            MeterRegistry registry)
            throws IOException {
        Spool spool = Spool.open(config.folder(), config.maxBytes());
        AuditMetrics metrics = AuditMetrics.in(registry, config.service());
        AuditTrail trail = new AuditTrail(config, spool, new Delivery(spool, audit, metrics, random), clock, metrics);
        Gauge.builder("parley.audit.pending", trail, AuditTrail::pending)
                .tag(AuditMetrics.SERVICE, config.service())
                .register(registry);
        Gauge.builder("parley.audit.lag", trail, t -> t.lag().toMillis() / 1000.0)
                .baseUnit("seconds")
                .tag(AuditMetrics.SERVICE, config.service())
                .register(registry);
        Gauge.builder("parley.audit.spool.bytes", spool, Spool::bytesOnDisk)
                .tag(AuditMetrics.SERVICE, config.service())
                .register(registry);
        trail.deliverer.start();
        trail.syncer.start();
        return trail;
    }

    /// Takes a record: it survives `kill -9` when this returns. Costs one write to the page cache, shared with
    /// whoever records at the same time.
    ///
    /// @throws StoreUnavailableException when it was not taken; recording it again is safe
    /// @throws IllegalArgumentException when the record is beyond its limits
    public void record(TenantId tenant, AuditRecord record) {
        append(tenant, record);
    }

    /// Takes a record: it survives a power cut when this returns. Costs a sync of the disk, shared with whoever
    /// syncs at the same time. For what must not be missing whatever happens: sign-ins, roles, keys, erasures.
    ///
    /// @throws StoreUnavailableException when that is not certain; recording it again is safe
    public void recordSynced(TenantId tenant, AuditRecord record) {
        spool.sync(append(tenant, record));
    }

    /// Sends at once and waits until everything recorded so far is in the log.
    ///
    /// @return whether it is
    public boolean flush(Duration patience) throws InterruptedException {
        long target = recorded.get();
        long nanosLeft = patience.toNanos();
        lock.lock();
        try {
            wanted.accumulateAndGet(target, Math::max);
            due.signal();
            while (delivered.get() < target) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = progress.awaitNanos(nanosLeft);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /// Records that are on disk only.
    public long pending() {
        return Math.max(0, recorded.get() - delivered.get());
    }

    /// How long the oldest record has been waiting, to within one batch; zero when none waits.
    public Duration lag() {
        return pending() == 0 ? Duration.ZERO : Duration.between(oldest, clock.instant());
    }

    /// Takes nothing more, gives compliance a moment to take the rest, and leaves what it does not take for the
    /// next start.
    @Override
    public void close() throws IOException {
        closing = true;
        try {
            if (!flush(CLOSE_PATIENCE)) {
                LOG.info("{} audit records stay on disk and are sent after the next start", pending());
            }
            delivery.stop();
            wake();
            deliverer.join(CLOSE_PATIENCE);
            syncer.join(CLOSE_PATIENCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            delivery.stop();
            spool.close();
        }
    }

    private long append(TenantId tenant, AuditRecord record) {
        if (closing) {
            throw new StoreUnavailableException("the audit trail is closing");
        }
        long end;
        try {
            end = spool.append(new SpoolLine(tenant, record).encode());
        } catch (SpoolFullException e) {
            metrics.refused().increment();
            throw e;
        }
        long pending = recorded.incrementAndGet() - delivered.get();
        if (pending == 1) {
            oldest = clock.instant();
        }
        if (idle && pending >= config.batch()) {
            wake();
        }
        return end;
    }

    private void deliver() {
        try {
            while (!delivery.isStopping()) {
                awaitDue();
                int count;
                do {
                    Instant readAt = clock.instant();
                    count = delivery.step();
                    told(count, readAt);
                } while (count > 0 && isDue());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void told(int count, Instant readAt) {
        lock.lock();
        try {
            delivered.addAndGet(count);
            oldest = readAt;
            progress.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitDue() throws InterruptedException {
        lock.lock();
        try {
            idle = true;
            long nanosLeft = config.interval().toNanos();
            while (!isDue() && nanosLeft > 0) {
                nanosLeft = due.awaitNanos(nanosLeft);
            }
        } finally {
            idle = false;
            lock.unlock();
        }
    }

    private boolean isDue() {
        return pending() >= config.batch() || wanted.get() > delivered.get() || delivery.isStopping();
    }

    private void wake() {
        lock.lock();
        try {
            due.signal();
        } finally {
            lock.unlock();
        }
    }

    private void sync() {
        try {
            while (!delivery.awaitStop(config.syncInterval())) {
                spool.sync();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (StoreUnavailableException e) {
            LOG.debug("no more syncs: the spool has said why", e);
        }
    }
}
