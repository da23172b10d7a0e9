package dev.parley.compliance.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.compliance.chain.ChainExtension.Link;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Attacks on a log, by somebody who can write everything but the head that the auditor has kept.
class ChainVerifierTest {
    private static final int SIZE = 7;
    private static final TenantId OTHER_TENANT = new TenantId("tnt_01h455vb4pex5vsknk084sn02q");
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00Z");

    private final IdSource ids = new IdSource(() -> NOW, new Random(1));
    private final ChainExtension chain = AuditChain.extend(TenantId.DEFAULT, ChainEnd.EMPTY, records(SIZE), NOW);
    private final List<AuditEntry> entries =
            chain.links().stream().map(Link::entry).toList();
    private final AuditHead head = chain.end().head();

    @Test
    void findsNothingInWholeLog() {
        assertThat(AuditChain.verify(entries.iterator())).isEqualTo(new AuditVerification(true, SIZE, null, null));
        assertThat(AuditChain.verify(entries.iterator(), head).whole()).isTrue();
        assertThat(AuditChain.verify(Collections.emptyIterator()).whole()).isTrue();
    }

    @Test
    void findsKeptHeadInLogThatHasGrown() {
        AuditEntry fourth = entries.get(3);
        assertThat(AuditChain.verify(entries.iterator(), new AuditHead(4, fourth.hash()))
                        .whole())
                .isTrue();
        assertThat(AuditChain.verify(
                        entries.iterator(), new AuditHead(4, entries.get(4).hash())))
                .isEqualTo(new AuditVerification(
                        false,
                        3,
                        4L,
                        "the head names another entry here: this one, or some before it, were written anew"));
    }

    @Test
    void namesEntryWhoseEveryByteWasChanged() {
        for (int i = 0; i < SIZE; i++) {
            AuditEntry entry = entries.get(i);
            byte[] canonical = entry.canonical().getBytes(StandardCharsets.UTF_8);
            for (int bit = 0; bit < canonical.length * 8; bit++) {
                byte[] flipped = canonical.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                String changed = new String(flipped, StandardCharsets.ISO_8859_1);
                blames(
                        i + 1,
                        replaced(i, new AuditEntry(entry.seq(), changed, entry.hash())),
                        "the content was changed");
            }
            byte[] hash = entry.hash().getBytes(StandardCharsets.UTF_8);
            for (int bit = 0; bit < hash.length * 8; bit++) {
                byte[] flipped = hash.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                String changed = new String(flipped, StandardCharsets.ISO_8859_1);
                blames(i + 1, replaced(i, new AuditEntry(entry.seq(), entry.canonical(), changed)), "the stored hash");
            }
            for (long seq : new long[] {0, -1, entry.seq() + 1, entry.seq() - 1, Long.MAX_VALUE}) {
                blames(i + 1, replaced(i, new AuditEntry(seq, entry.canonical(), entry.hash())), "the number");
            }
        }
    }

    @Test
    void namesEntryThatIsMissing() {
        for (int i = 0; i < SIZE - 1; i++) {
            List<AuditEntry> cut = new ArrayList<>(entries);
            cut.remove(i);
            blames(i + 1, cut, "the entry is missing");
        }
    }

    @Test
    void namesWhereTheLogWasCutOff() {
        for (int size = 0; size < SIZE; size++) {
            List<AuditEntry> cut = entries.subList(0, size);
            blames(size + 1, cut, "the log is cut off");
            assertThat(AuditChain.verify(cut.iterator()).whole())
                    .as("nobody can see that without a head")
                    .isTrue();
        }
    }

    @Test
    void namesEntryWhoseOrderWasChanged() {
        for (int i = 0; i < SIZE - 1; i++) {
            List<AuditEntry> swapped = new ArrayList<>(entries);
            Collections.swap(swapped, i, i + 1);
            blames(i + 1, swapped, "the order was changed");
        }
    }

    @Test
    void namesPlaceWhereEntryStandsTwice() {
        for (int i = 0; i < SIZE; i++) {
            List<AuditEntry> doubled = new ArrayList<>(entries);
            doubled.add(i + 1, entries.get(i));
            // Behind the last one it is not part of the log that the head names.
            blames(i + 2, doubled, "a second time");
        }
    }

    /// The attacker computes the hash of what they put in, but leaves the entries behind it.
    @Test
    void namesEntryThatWasReplacedByOneWithItsOwnHash() {
        for (int i = 0; i < SIZE; i++) {
            ChainEnd before = i == 0 ? ChainEnd.EMPTY : end(i - 1);
            AuditEntry forged = AuditChain.extend(TenantId.DEFAULT, before, records(1), NOW)
                    .links()
                    .getFirst()
                    .entry();
            blames(i + 1, replaced(i, forged), i == SIZE - 1 ? "the head names another" : "the entry was replaced");
        }
    }

    @Test
    void namesInsertedEntryByTheOneItPushesAway() {
        for (int i = 0; i < SIZE - 1; i++) {
            AuditEntry forged = AuditChain.extend(TenantId.DEFAULT, end(i), records(1), NOW)
                    .links()
                    .getFirst()
                    .entry();
            List<AuditEntry> inserted = new ArrayList<>(entries);
            inserted.add(i + 1, forged);
            AuditVerification verification = AuditChain.verify(inserted.iterator(), head);
            assertThat(verification.whole()).isFalse();
            assertThat(verification.faultySeq()).isBetween(i + 2L, i + 3L);
        }
    }

    /// Everything from one entry on is computed anew: whole in itself, and only the kept head tells.
    @Test
    void knowsByKeptHeadThatTheLogWasWrittenAnew() {
        for (int i = 0; i < SIZE; i++) {
            ChainEnd before = i == 0 ? ChainEnd.EMPTY : end(i - 1);
            ChainExtension anew = AuditChain.extend(TenantId.DEFAULT, before, records(SIZE - i), NOW);
            List<AuditEntry> log = Stream.concat(
                            entries.subList(0, i).stream(),
                            anew.links().stream().map(Link::entry))
                    .toList();
            assertThat(AuditChain.verify(log.iterator()).whole()).isTrue();
            blames(SIZE, log, "written anew");
        }
    }

    @Test
    void namesEntryFromLogOfOtherTenant() {
        AuditEntry foreign = AuditChain.extend(OTHER_TENANT, end(2), records(1), NOW)
                .links()
                .getFirst()
                .entry();
        List<AuditEntry> log = new ArrayList<>(entries.subList(0, 3));
        log.add(foreign);
        AuditVerification verification = AuditChain.verify(log.iterator());
        assertThat(verification.faultySeq()).isEqualTo(4);
        assertThat(verification.fault()).contains("another tenant");
    }

    @Test
    void namesEntryThatWasRecordedBeforeTheOneItFollows() {
        ChainEnd third = new ChainEnd(3, entries.get(2).hash(), NOW.minusSeconds(10));
        AuditEntry early = AuditChain.extend(TenantId.DEFAULT, third, records(1), NOW.minusSeconds(5))
                .links()
                .getFirst()
                .entry();
        List<AuditEntry> log = new ArrayList<>(entries.subList(0, 3));
        log.add(early);
        AuditVerification verification = AuditChain.verify(log.iterator());
        assertThat(verification.faultySeq()).isEqualTo(4);
        assertThat(verification.fault()).contains("recorded before");
    }

    @Test
    void namesLineOfExportInWhichAnyByteWasChanged() throws IOException {
        byte[] export = export(entries);
        assertThat(AuditChain.verify(read(export), head).whole()).isTrue();
        int line = 1;
        for (int at = 0; at < export.length - 1; at++) {
            for (int change : new int[] {0x01, 0x20, 0x80, export[at] ^ '\n', export[at] ^ '"', export[at] ^ ' '}) {
                byte[] flipped = export.clone();
                flipped[at] ^= (byte) change;
                if (flipped[at] != export[at]) {
                    AuditVerification verification = AuditChain.verify(read(flipped), head);
                    assertThat(verification.faultySeq())
                            .as("byte %d of line %d ^ %x: %s", at, line, change, verification.fault())
                            .isEqualTo(line);
                }
            }
            line += export[at] == '\n' ? 1 : 0;
        }
    }

    @Test
    void namesLineThatIsNoEntry() throws IOException {
        String export = new String(export(entries), StandardCharsets.UTF_8);
        for (String junk :
                List.of("", "null", "{}", "[1]", "{\"seq\":1}", "x".repeat(AuditJsonLines.MAX_LINE_BYTES + 1))) {
            String changed = export.replaceFirst("\n[^\n]*\n", "\n" + junk + "\n");
            AuditVerification verification = AuditChain.verify(read(changed.getBytes(StandardCharsets.UTF_8)), head);
            assertThat(verification.faultySeq()).isEqualTo(2);
            assertThat(verification.fault()).isEqualTo("the entry cannot be read");
        }
    }

    private void blames(long seq, List<AuditEntry> log, String fault) {
        AuditVerification verification = AuditChain.verify(log.iterator(), head);
        assertThat(verification.whole()).isFalse();
        assertThat(verification.faultySeq()).as(verification.fault()).isEqualTo(seq);
        assertThat(verification.checkedEntries()).isEqualTo(seq - 1);
        assertThat(verification.fault()).contains(fault);
    }

    private List<AuditEntry> replaced(int index, AuditEntry entry) {
        List<AuditEntry> log = new ArrayList<>(entries);
        log.set(index, entry);
        return log;
    }

    private ChainEnd end(int index) {
        return new ChainEnd(index + 1, entries.get(index).hash(), NOW);
    }

    private List<SealedRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new SealedRecord(
                        new AuditRecord(
                                ids.auditRecordId(),
                                NOW,
                                "auth",
                                "anonymous",
                                "session.log-in",
                                "sessions \"quoted\"",
                                AuditOutcome.REFUSED,
                                null,
                                Map.of("reason", "wrong-password"),
                                null,
                                Map.of()),
                        "c2VhbGVk",
                        null))
                .toList();
    }

    private static byte[] export(List<AuditEntry> log) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        AuditJsonLines.write(log.iterator(), out);
        return out.toByteArray();
    }

    private static Iterator<AuditEntry> read(byte[] export) {
        return AuditJsonLines.read(new ByteArrayInputStream(export));
    }
}
