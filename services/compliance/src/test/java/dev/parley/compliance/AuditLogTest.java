package dev.parley.compliance;

import static dev.parley.compliance.AuditNode.ADA;
import static dev.parley.compliance.AuditNode.OTHER_TENANT;
import static dev.parley.compliance.AuditNode.SERVICE;
import static dev.parley.compliance.AuditNode.TENANT;
import static dev.parley.compliance.AuditNode.all;
import static dev.parley.compliance.AuditNode.record;
import static dev.parley.compliance.AuditNode.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.compliance.AuditApi;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.client.seal.BrokenSealException;
import dev.parley.compliance.chain.EntryContent;
import dev.parley.compliance.chain.PersonalPart;
import dev.parley.core.id.AuditRecordId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.embedded.EmbeddedStorage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The contract on the object itself, as the embedded topology uses it, and what only this side shows.
class AuditLogTest implements AuditContract {
    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock();
    private EmbeddedStorage storage;
    private AuditNode node;

    @BeforeEach
    void start() {
        storage = AuditNode.open(folder);
        node = new AuditNode(storage.documents(), clock);
    }

    @AfterEach
    void stop() {
        storage.close();
    }

    @Override
    public AuditApi audit() {
        return node.audit;
    }

    @Test
    void goesOnWhereItWasAfterRestart() {
        node.audit.append(TENANT, records(5));
        storage.close();
        start();
        assertThat(node.audit.append(TENANT, records(5)).size()).isEqualTo(10);
        assertThat(node.audit.verify(SERVICE).checkedEntries()).isEqualTo(10);
        assertThat(node.audit.verify(SERVICE).whole()).isTrue();
    }

    @Test
    void noticesClockThatGoesBackAndNeverGoesBackItself() {
        node.audit.append(TENANT, records(1));
        clock.move(Duration.ofSeconds(-90));
        node.audit.append(TENANT, records(2));
        clock.move(Duration.ofSeconds(91));
        node.audit.append(TENANT, records(1));

        List<EntryContent> entries = contents();
        Instant start = Instant.parse("2026-01-31T09:30:00Z");
        assertThat(entries)
                .extracting(EntryContent::recordedAt)
                .containsExactly(start, start, start, start.plusSeconds(1));
        assertThat(entries).extracting(EntryContent::clockSkewMillis).containsExactly(null, 90_000L, 90_000L, null);
        assertThat(node.audit.verify(SERVICE).whole()).isTrue();
    }

    @Test
    void sealsPersonalPartForItsSubjectAndRecordOnly() {
        AuditRecord record = record(Map.of("device", "telephone", "address", "203.0.113.77"));
        node.audit.append(TENANT, List.of(record));
        byte[] sealed = sealed(contents().getFirst());
        byte[] place = PersonalPart.associatedData(TENANT, record.id());
        assertThat(new String(node.sealer.open(TENANT, sealed, place), StandardCharsets.UTF_8))
                .isEqualTo("{\"address\":\"203.0.113.77\",\"device\":\"telephone\"}");
        AuditRecordId other = record().id();
        assertThatThrownBy(() -> node.sealer.open(TENANT, sealed, PersonalPart.associatedData(TENANT, other)))
                .isInstanceOf(BrokenSealException.class);
        assertThatThrownBy(
                        () -> node.sealer.open(TENANT, sealed, PersonalPart.associatedData(OTHER_TENANT, record.id())))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void staysWholeWhenPersonIsErasedAndSaysSoOfWhatComesLater() {
        AuditRecord before = record(Map.of("address", "203.0.113.77"));
        node.audit.append(TENANT, List.of(before));
        DataKey key = node.dataKeys.obtain(TENANT, DataKeyPurpose.AUDIT, ADA.value());
        node.dataKeys.destroy(TENANT, key.id());
        node.ring.forget(TENANT, key.id());
        node.audit.append(TENANT, List.of(record(Map.of("address", "203.0.113.78")), record(Map.of())));

        List<EntryContent> entries = contents();
        assertThatThrownBy(() -> node.sealer.open(
                        TENANT, sealed(entries.get(0)), PersonalPart.associatedData(TENANT, before.id())))
                .hasMessageContaining("destroyed");
        assertThat(entries.get(1).personal()).isNull();
        assertThat(entries.get(1).personalOmitted()).isEqualTo("key-destroyed");
        assertThat(entries.get(2).personalOmitted()).isNull();
        assertThat(node.audit.verify(SERVICE).whole()).isTrue();
    }

    @Test
    void addsNothingWhileCryptoIsDown() {
        node.dataKeys.silent(true);
        List<AuditRecord> batch = List.of(record(), record(Map.of("address", "203.0.113.77")));
        assertThatThrownBy(() -> node.audit.append(TENANT, batch)).isInstanceOf(StoreUnavailableException.class);
        assertThat(node.audit.head(SERVICE).size()).isZero();
        node.dataKeys.silent(false);
        assertThat(node.audit.append(TENANT, batch).size()).isEqualTo(2);
    }

    @Test
    void takesTurnsWithWriterOfOtherProcess() {
        AuditNode other = new AuditNode(storage.documents(), clock);
        List<AuditRecord> shared = records(20);
        IntStream.range(0, 60).parallel().forEach(i -> {
            AuditNode writer = i % 2 == 0 ? node : other;
            writer.audit.append(TENANT, i % 3 == 0 ? shared.subList(i / 3, i / 3 + 1) : records(3));
            writer.audit.append(TENANT, shared);
        });
        assertThat(node.audit.head(SERVICE).size()).isEqualTo(40 * 3 + 20);
        assertThat(all(node.audit, SERVICE)).hasSize(40 * 3 + 20);
        assertThat(node.audit.verify(SERVICE).whole()).isTrue();
        assertThat(other.audit.verify(SERVICE).whole()).isTrue();
    }

    @Test
    void refusesTextThatHasNoCanonicalForm() {
        AuditRecord good = record();
        AuditRecord half = new AuditRecord(
                good.id(),
                good.occurredAt(),
                good.service(),
                good.actor(),
                good.action(),
                "half \uD83D of a pair",
                good.outcome(),
                null,
                Map.of(),
                null,
                Map.of());
        assertThatThrownBy(() -> node.audit.append(TENANT, List.of(half)))
                .isInstanceOfSatisfying(
                        dev.parley.core.problem.ProblemException.class,
                        refusal -> assertThat(refusal.errors())
                                .singleElement()
                                .extracting("pointer")
                                .isEqualTo("/records/0/resource"));
    }

    private List<EntryContent> contents() {
        return all(node.audit, SERVICE).stream()
                .map(entry -> EntryContent.parse(entry.canonical()).orElseThrow())
                .toList();
    }

    private static byte[] sealed(EntryContent content) {
        return Base64.getDecoder().decode(Objects.requireNonNull(content.personal()));
    }
}
