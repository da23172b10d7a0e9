package dev.parley.client.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the disk, a power cut or a hand may do to a spool while nobody has it open.
class SpoolDamageTest {
    private static final TenantId TENANT = TenantId.DEFAULT;

    @TempDir
    private Path folder;

    private final InMemoryLog log = new InMemoryLog();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @Test
    void cutsALastLineAtEveryPlaceWhereItCanBeTorn() throws Exception {
        List<AuditRecord> kept = spooled(2);
        byte[] torn = new SpoolLine(TENANT, Records.next()).encode();
        byte[] whole = Files.readAllBytes(segment());
        for (int length = 1; length < torn.length; length += 7) {
            Files.write(segment(), whole);
            Files.write(segment(), java.util.Arrays.copyOf(torn, length), StandardOpenOption.APPEND);

            assertThat(new SpoolSegment(folder, 1, 0).cutTornTail()).isEqualTo(length);
        }

        deliverRest();

        assertThat(log.records()).isEqualTo(kept);
        assertThat(folder.resolve("damaged")).doesNotExist();
    }

    @Test
    void setsAsideAChangedLineAndDeliversThoseAroundIt() throws Exception {
        List<AuditRecord> records = spooled(3);
        byte[] content = Files.readAllBytes(segment());
        int secondLine = new String(content, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf('\n') + 40;
        content[secondLine] ^= 1;
        Files.write(segment(), content);

        deliverRest();

        assertThat(log.records()).containsExactly(records.getFirst(), records.getLast());
        assertThat(folder.resolve("damaged")).content().contains("checksum is wrong");
        assertThat(metrics.get("parley.audit.damaged").counter().count()).isEqualTo(1);
    }

    @Test
    void setsAsideTheBlockOfZerosThatAPowerCutLeaves() throws Exception {
        List<AuditRecord> records = spooled(2);
        byte[] zeros = new byte[4096];
        zeros[zeros.length - 1] = '\n';
        Files.write(segment(), zeros, StandardOpenOption.APPEND);

        deliverRest();

        assertThat(log.records()).isEqualTo(records);
        assertThat(folder.resolve("damaged")).exists();
    }

    @Test
    void setsAsideAnOlderSegmentThatLostItsEnd() throws Exception {
        List<AuditRecord> records = new ArrayList<>(spooled(2));
        Path first = segment();
        records.addAll(spooled(1));
        try (var file = java.nio.channels.FileChannel.open(first, StandardOpenOption.WRITE)) {
            file.truncate(file.size() - 5);
        }
        AuditRecord lost = records.remove(1);

        deliverRest();

        assertThat(log.records()).isEqualTo(records).doesNotContain(lost);
        assertThat(folder.resolve("damaged")).content().contains("no end");
    }

    @Test
    void deliversAgainWhatItCannotRememberToHaveDelivered() throws Exception {
        List<AuditRecord> records = spooled(5);
        Files.write(folder.resolve("delivered"), new byte[] {1, 2, 3});

        deliverRest();

        assertThat(log.records()).isEqualTo(records);
    }

    @Test
    void neverUsesTheNumberOfADeliveredSegmentAgain() throws Exception {
        spooled(5);
        deliverRest();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SpoolSegment.SUFFIX))
                    .toList()) {
                Files.delete(file);
            }
        }
        List<AuditRecord> later = spooled(1);

        deliverRest();

        assertThat(log.records()).hasSize(6).endsWith(later.getFirst());
    }

    private List<AuditRecord> spooled(int count) throws IOException {
        List<AuditRecord> records = Stream.generate(Records::next).limit(count).toList();
        try (Spool spool = Spool.open(folder, AuditTrailConfig.MIN_BYTES)) {
            for (AuditRecord record : records) {
                spool.append(new SpoolLine(TENANT, record).encode());
            }
        }
        return records;
    }

    private void deliverRest() throws Exception {
        AuditTrailConfig config = AuditTrailConfig.in(folder).withMaxBytes(AuditTrailConfig.MIN_BYTES);
        try (AuditTrail trail = AuditTrail.open(config, log, InstantSource.system(), new Random(1), metrics)) {
            assertThat(trail.flush(Duration.ofSeconds(30))).isTrue();
        }
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(f -> f.toString().endsWith(SpoolSegment.SUFFIX))
                    .sorted()
                    .findFirst()
                    .orElseThrow();
        }
    }
}
