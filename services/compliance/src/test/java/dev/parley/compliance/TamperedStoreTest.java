package dev.parley.compliance;

import static dev.parley.compliance.AuditNode.SERVICE;
import static dev.parley.compliance.AuditNode.TENANT;
import static dev.parley.compliance.AuditNode.records;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.compliance.chain.AuditChain;
import dev.parley.compliance.chain.ChainEnd;
import dev.parley.core.json.Json;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.embedded.EmbeddedStorage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Attacks on a stored log, by an operator who has the database: byte by byte in a copy of its file, and document
/// by document behind the service's back.
class TamperedStoreTest {
    private static final int SIZE = 6;
    private static final Collection<AuditEntry> ENTRIES =
            Collection.of("compliance_audit_entries", AuditEntry.class, Index.unique("by_seq", "seq"));
    private static final Collection<ChainEnd> HEADS = Collection.of("compliance_audit_heads", ChainEnd.class);

    @TempDir
    Path folder;

    @Test
    void namesStoredEntryInWhichByteOfFileWasChanged() throws IOException {
        Path original = folder.resolve("original");
        List<AuditEntry> entries;
        try (EmbeddedStorage storage = AuditNode.open(original)) {
            AuditNode node = new AuditNode(storage.documents(), InstantSource.system());
            node.audit.append(TENANT, records(SIZE));
            entries = node.audit.entries(SERVICE, 0, SIZE);
        }
        byte[] file = Files.readAllBytes(original.resolve("parley.db"));
        AuditEntry victim = entries.get(3);
        byte[] stored = Json.bytes(victim);
        int start = indexOf(file, stored);
        Path copy = folder.resolve("copy");
        Files.createDirectories(copy);
        // Every byte and bit is flipped on the chain itself (ChainVerifierTest); here each flip opens the file anew.
        for (int at = 0; at < stored.length; at += 9) {
            byte[] flipped = file.clone();
            flipped[start + at] ^= (byte) (1 << at % 8);
            Files.write(copy.resolve("parley.db"), flipped);
            AuditVerification verification = verify(copy);
            assertThat(verification.faultySeq())
                    .as("byte %d: %s", at, verification.fault())
                    .isEqualTo(4);
        }
        assertThat(verify(original).whole()).isTrue();
    }

    @Test
    void namesEntryThatWasTakenOut() {
        blames(3, "the entry is missing", work -> delete(work, 3));
        blames(1, "the entry is missing", work -> delete(work, 1));
    }

    @Test
    void namesWhereTheEndWasCutOff() {
        blames(5, "the log is cut off", work -> {
            delete(work, 5);
            delete(work, 6);
        });
    }

    @Test
    void namesEntriesThatChangedPlaces() {
        blames(2, "the number 2 stands at an entry that says it is 3", work -> {
            Versioned<AuditEntry> second = entry(work, 2);
            Versioned<AuditEntry> third = entry(work, 3);
            delete(work, 2);
            replace(
                    work,
                    third,
                    new AuditEntry(2, third.value().canonical(), third.value().hash()));
            work.insert(
                    ENTRIES,
                    second.id(),
                    new AuditEntry(3, second.value().canonical(), second.value().hash()));
        });
    }

    @Test
    void namesEntryThatWasRewrittenWithItsHash() {
        blames(4, "the entry was replaced", work -> {
            Versioned<AuditEntry> entry = entry(work, 4);
            String canonical = entry.value().canonical().replace("success", "failure");
            replace(work, entry, new AuditEntry(4, canonical, hash(canonical)));
        });
    }

    @Test
    void namesEntryThatStandsUnderIdOfAnotherRecord() {
        blames(4, "cannot be read", work -> {
            Versioned<AuditEntry> entry = entry(work, 4);
            delete(work, 4);
            work.insert(ENTRIES, "aud_01h455vb4pex5vsknk084sn02q", entry.value());
        });
    }

    @Test
    void namesEntryBehindTheEnd() {
        blames(7, "behind the end", work -> {
            AuditEntry last = entry(work, SIZE).value();
            String canonical = last.canonical()
                    .replaceFirst("aud_[0-9a-z]+", "aud_01h455vb4pex5vsknk084sn02q")
                    .replaceFirst("\"previousHash\":\"[0-9a-f]+", "\"previousHash\":\"" + last.hash())
                    .replace("\"seq\":6", "\"seq\":7");
            work.insert(ENTRIES, "aud_01h455vb4pex5vsknk084sn02q", new AuditEntry(7, canonical, hash(canonical)));
        });
    }

    @Test
    void namesLastEntryWhenTheHeadWasChanged() {
        blames(SIZE, "the head names another", work -> {
            Versioned<ChainEnd> head = work.get(HEADS, "head").orElseThrow();
            ChainEnd changed = new ChainEnd(SIZE, "f".repeat(64), head.value().recordedAt());
            work.replace(HEADS, "head", changed, head.version());
        });
    }

    /// The last entry and the head are put back together, so that what is stored is whole in itself. The process
    /// that wrote the entry still knows; after a restart only a head that was kept elsewhere does.
    @Test
    void knowsWhileItRunsThatTheLogWentBackAndAddsNothingToIt() {
        try (EmbeddedStorage storage = AuditNode.open(folder)) {
            AuditNode node = new AuditNode(storage.documents(), InstantSource.system());
            node.audit.append(TENANT, records(SIZE));
            storage.documents().transact(TENANT, work -> {
                AuditEntry fifth = entry(work, 5).value();
                Versioned<ChainEnd> head = work.get(HEADS, "head").orElseThrow();
                delete(work, SIZE);
                ChainEnd back = new ChainEnd(5, fifth.hash(), head.value().recordedAt());
                work.replace(HEADS, "head", back, head.version());
                return true;
            });
            AuditVerification verification = node.audit.verify(SERVICE);
            assertThat(verification.faultySeq()).isEqualTo(SIZE);
            assertThat(verification.fault()).contains("cut off");
            assertThatThrownBy(() -> node.audit.append(TENANT, records(1)))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("went back from 6 to 5");

            AuditNode restarted = new AuditNode(storage.documents(), InstantSource.system());
            assertThat(restarted.audit.verify(SERVICE).whole()).isTrue();
        }
    }

    private void blames(long seq, String fault, Consumer<Transaction> attack) {
        Path attacked = folder.resolve("attacked-" + seq + "-" + fault.hashCode());
        try (EmbeddedStorage storage = AuditNode.open(attacked)) {
            new AuditNode(storage.documents(), InstantSource.system()).audit.append(TENANT, records(SIZE));
            storage.documents().transact(TENANT, work -> {
                attack.accept(work);
                return true;
            });
        }
        AuditVerification verification = verify(attacked);
        assertThat(verification.whole()).isFalse();
        assertThat(verification.fault()).contains(fault);
        assertThat(verification.faultySeq()).isEqualTo(seq);
        assertThat(verification.checkedEntries()).isEqualTo(seq - 1);
    }

    private static AuditVerification verify(Path data) {
        try (EmbeddedStorage storage = AuditNode.open(data)) {
            return new AuditNode(storage.documents(), InstantSource.system()).audit.verify(SERVICE);
        }
    }

    private static Versioned<AuditEntry> entry(Transaction work, long seq) {
        return work.find(ENTRIES, IndexQuery.on("by_seq").equal(seq)).getFirst();
    }

    private static void delete(Transaction work, long seq) {
        Versioned<AuditEntry> entry = entry(work, seq);
        work.delete(ENTRIES, entry.id(), entry.version());
    }

    private static void replace(Transaction work, Versioned<AuditEntry> old, AuditEntry changed) {
        work.replace(ENTRIES, old.id(), changed, old.version());
    }

    private static String hash(String canonical) {
        return AuditChain.hash(canonical);
    }

    private static int indexOf(byte[] file, byte[] wanted) {
        for (int i = 0; i <= file.length - wanted.length; i++) {
            if (java.util.Arrays.equals(file, i, i + wanted.length, wanted, 0, wanted.length)) {
                return i;
            }
        }
        throw new AssertionError("the entry is not in the file in one piece");
    }
}
