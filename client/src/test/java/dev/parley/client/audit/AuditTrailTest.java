package dev.parley.client.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTrailTest {
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final TenantId OTHER_TENANT = new TenantId("tnt_01h455vb4pex5vsknk084sn02q");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final InMemoryLog log = new InMemoryLog();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void deliversEverythingInTheOrderOfRecording() throws Exception {
        try (AuditTrail trail = open()) {
            List<AuditRecord> records = record(trail, 1234);

            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).isEqualTo(records);
            assertThat(trail.pending()).isZero();
            assertThat(trail.lag()).isZero();
        }
    }

    @Test
    void tellsWhetherAClosedFolderHoldsWhatWasNotDelivered() throws Exception {
        assertThat(AuditTrail.hasUndelivered(folder.resolve("none"))).isFalse();
        try (AuditTrail trail = open()) {
            record(trail, 20);
            assertThat(trail.flush(PATIENCE)).isTrue();
        }
        assertThat(AuditTrail.hasUndelivered(folder)).isFalse();
        log.away(true);
        try (AuditTrail trail = open()) {
            record(trail, 3);
        }
        assertThat(AuditTrail.hasUndelivered(folder)).isTrue();
    }

    @Test
    void sendsByItselfOnceABatchIsFull() throws Exception {
        try (AuditTrail trail = open(config().withBatch(10, Duration.ofHours(1)))) {
            record(trail, 10);

            Awaitility.await().untilAsserted(() -> assertThat(log.records()).hasSize(10));
        }
    }

    @Test
    void sendsWhatWaitsOnceTheIntervalIsOver() throws Exception {
        try (AuditTrail trail = open(config().withBatch(1000, Duration.ofMillis(20)))) {
            record(trail, 1);

            Awaitility.await().untilAsserted(() -> assertThat(log.records()).hasSize(1));
        }
    }

    @Test
    void keepsTenantsApart() throws Exception {
        try (AuditTrail trail = open(config().withBatch(1000, Duration.ofHours(1)))) {
            for (int i = 0; i < 10; i++) {
                trail.record(i % 2 == 0 ? TENANT : OTHER_TENANT, Records.next());
            }

            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.batchSizes()).containsExactly(5, 5);
        }
    }

    @Test
    void waitsOutAnOutageAndLosesNothing() throws Exception {
        log.away(true);
        try (AuditTrail trail = open()) {
            List<AuditRecord> records = record(trail, 300);
            assertThat(trail.flush(Duration.ofMillis(1))).isFalse();
            assertThat(trail.pending()).isEqualTo(300);
            log.away(false);

            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).isEqualTo(records);
        }
    }

    @Test
    void sendsAgainWhenTheAnswerWasLost() throws Exception {
        log.loseAnswers(2);
        try (AuditTrail trail = open()) {
            List<AuditRecord> records = record(trail, 50);

            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).isEqualTo(records);
            assertThat(log.batchSizes().size()).isGreaterThan(2);
            assertThat(metrics.get("parley.audit.send.failures").counter().count())
                    .isEqualTo(2);
        }
    }

    @Test
    void goesOnAfterARestartWithWhatWasNotDelivered() throws Exception {
        List<AuditRecord> records = new ArrayList<>();
        try (AuditTrail trail = open()) {
            records.addAll(record(trail, 10));
            trail.flush(PATIENCE);
        }
        Spool spool = Spool.open(folder, AuditTrailConfig.MIN_BYTES);
        AuditRecord left = Records.next();
        spool.append(new SpoolLine(TENANT, left).encode());
        spool.close();
        records.add(left);
        try (AuditTrail trail = open()) {
            records.addAll(record(trail, 10));

            assertThat(trail.flush(PATIENCE)).isTrue();
        }
        assertThat(log.records()).isEqualTo(records);
        assertThat(log.batchSizes().stream().mapToInt(Integer::intValue).sum()).isEqualTo(21);
    }

    @Test
    void takesRecordsOfManyCallersAtOnce() throws Exception {
        try (AuditTrail trail = open(AuditTrailConfig.in(folder));
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<AuditRecord>>> recorded = IntStream.range(0, 50)
                    .mapToObj(i -> callers.submit(() -> record(trail, 100)))
                    .toList();
            List<AuditRecord> all = new ArrayList<>();
            for (Future<List<AuditRecord>> one : recorded) {
                all.addAll(one.get());
            }

            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).containsExactlyInAnyOrderElementsOf(all);
        }
    }

    @Test
    void survivesAnInterruptedCaller() throws Exception {
        try (AuditTrail trail = open()) {
            Thread.currentThread().interrupt();
            trail.record(TENANT, Records.next());
            trail.recordSynced(TENANT, Records.next());
            assertThat(Thread.interrupted()).isTrue();

            trail.record(TENANT, Records.next());
            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).hasSize(3);
        }
    }

    @Test
    void refusesRecordsWhenTheDiskBudgetIsUsedUpAndTakesThemAgainAfterDelivery() throws Exception {
        log.away(true);
        try (AuditTrail trail = open()) {
            assertThatThrownBy(() -> record(trail, 10_000))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("full");
            assertThat(metrics.get("parley.audit.refused").counter().count()).isEqualTo(1);
            assertThat(bytesOnDisk()).isLessThanOrEqualTo(AuditTrailConfig.MIN_BYTES);
            long kept = trail.pending();
            log.away(false);
            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).hasSize((int) kept);

            trail.record(TENANT, Records.next());
            assertThat(trail.flush(PATIENCE)).isTrue();
        }
    }

    @Test
    void deletesWhatIsDelivered() throws Exception {
        try (AuditTrail trail = open()) {
            for (int i = 0; i < 10; i++) {
                record(trail, 500);
                assertThat(trail.flush(PATIENCE)).isTrue();
            }

            assertThat(bytesOnDisk()).isLessThan(AuditTrailConfig.MIN_BYTES / 4);
        }
    }

    @Test
    void setsAsideOnlyTheRecordThatComplianceRefuses() throws Exception {
        log.refuse("Bad Action");
        try (AuditTrail trail = open(config().withBatch(1000, Duration.ofHours(1)))) {
            List<AuditRecord> good = new ArrayList<>(record(trail, 5));
            AuditRecord bad = Records.next("Bad Action");
            trail.record(TENANT, bad);
            good.addAll(record(trail, 5));

            assertThat(trail.flush(PATIENCE)).isTrue();
            assertThat(log.records()).isEqualTo(good);
            assertThat(folder.resolve("refused")).content().contains(bad.id().value());
            assertThat(metrics.get("parley.audit.set.aside").counter().count()).isEqualTo(1);
        }
    }

    @Test
    void refusesARecordBeyondItsLimits() throws Exception {
        try (AuditTrail trail = open()) {
            AuditRecord large = Records.next("a".repeat(SpoolLine.MAX_BYTES));

            assertThatThrownBy(() -> trail.record(TENANT, large)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void isReadableByItsOwnerOnly() throws Exception {
        Path spool = folder.resolve("spool");
        try (AuditTrail trail = open(AuditTrailConfig.in(spool))) {
            record(trail, 1);
            trail.flush(PATIENCE);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool)))
                    .isEqualTo("rwx------");
            try (Stream<Path> files = Files.list(spool)) {
                assertThat(files)
                        .isNotEmpty()
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void isOpenedOnlyOnce() throws Exception {
        try (AuditTrail trail = open()) {
            assertThat(trail.pending()).isZero();
            assertThatThrownBy(this::open).isInstanceOf(IOException.class).hasMessageContaining("open already");
        }
    }

    @Test
    void takesNothingOnceItIsClosed() throws Exception {
        AuditTrail trail = open();
        trail.close();

        assertThatThrownBy(() -> trail.record(TENANT, Records.next())).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void isToldApartFromOthersOfItsRegistry() throws Exception {
        AuditTrailConfig other = AuditTrailConfig.in(folder.resolve("other")).withService("media");
        try (AuditTrail first = open(config().withService("messaging").withBatch(100, Duration.ofHours(1)));
                AuditTrail second = open(other.withBatch(100, Duration.ofHours(1)))) {
            record(first, 3);
            record(second, 1);

            assertThat(pending("messaging")).isEqualTo(3);
            assertThat(pending("media")).isEqualTo(1);
            assertThat(second.flush(Duration.ofSeconds(10))).isTrue();
            assertThat(metrics.get("parley.audit.delivered")
                            .tag("service", "media")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(metrics.get("parley.audit.delivered")
                            .tag("service", "messaging")
                            .counter()
                            .count())
                    .isZero();
        }
    }

    private double pending(String service) {
        return metrics.get("parley.audit.pending")
                .tag("service", service)
                .gauge()
                .value();
    }

    private AuditTrailConfig config() {
        return AuditTrailConfig.in(folder).withMaxBytes(AuditTrailConfig.MIN_BYTES);
    }

    private AuditTrail open() throws IOException {
        return open(config());
    }

    private AuditTrail open(AuditTrailConfig config) throws IOException {
        return AuditTrail.open(config, log, InstantSource.system(), new Random(1), metrics);
    }

    private static List<AuditRecord> record(AuditTrail trail, int count) {
        List<AuditRecord> records = Stream.generate(Records::next).limit(count).toList();
        records.forEach(record -> trail.record(TENANT, record));
        return records;
    }

    private long bytesOnDisk() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(SpoolSegment.SUFFIX))
                    .mapToLong(f -> f.toFile().length())
                    .sum();
        }
    }
}
