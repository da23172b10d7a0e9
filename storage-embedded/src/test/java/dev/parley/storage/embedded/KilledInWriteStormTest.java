package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.event.Heard;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.embedded.WriteStorm.Half;
import dev.parley.storage.event.StoredEvent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process with SIGKILL in the middle of a storm of writes, again and again on one folder: every write that
/// was acknowledged is there, none is there by half, and the events are those of the documents.
class KilledInWriteStormTest {
    private static final int ROUNDS = 20;
    private static final int MOST_ACKNOWLEDGED = 600;

    @TempDir
    private Path folder;

    /// Last number seen of each caller: both documents and events go on from there without a gap.
    private final Map<String, Long> documentsUpTo = new HashMap<>();

    private final Map<String, Long> eventsUpTo = new HashMap<>();

    @Test
    void losesNothingAcknowledgedAndKeepsNothingByHalf() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int round = 1; round <= ROUNDS; round++) {
            int kill = 1 + random.nextInt(MOST_ACKNOWLEDGED);
            List<String> acknowledged = KilledProcess.saidBy(WriteStorm.class, kill, folder.toString());
            assertThat(acknowledged).as("round %d, seed %d", round, seed).hasSizeGreaterThanOrEqualTo(kill);
            verify(acknowledged);
        }
    }

    private void verify(List<String> acknowledged) {
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system())) {
            storage.documents().declare(List.of(WriteStorm.LEFT, WriteStorm.RIGHT, WriteStorm.COUNTERS));
            for (int i = 0; i < WriteStorm.CALLERS; i++) {
                verifyDocuments(storage.documents(), "c" + i);
            }
            for (String id : acknowledged) {
                assertThat(storage.documents().get(TenantId.DEFAULT, WriteStorm.LEFT, id))
                        .as("acknowledged: %s", id)
                        .isPresent();
            }
            verifyEvents(storage);
        }
    }

    private void verifyDocuments(DocumentStore documents, String caller) {
        long before = documentsUpTo.getOrDefault(caller, 0L);
        List<Long> left = numbers(documents, WriteStorm.LEFT, caller, before);
        assertThat(left)
                .as("%s has no gaps", caller)
                .containsExactlyElementsOf(LongStream.rangeClosed(before + 1, before + left.size())
                        .boxed()
                        .toList());
        assertThat(numbers(documents, WriteStorm.RIGHT, caller, before)).isEqualTo(left);
        long last = before + left.size();
        assertThat(documents
                        .get(TenantId.DEFAULT, WriteStorm.COUNTERS, caller)
                        .map(counter -> counter.value().n())
                        .orElse(0L))
                .isEqualTo(last);
        documentsUpTo.put(caller, last);
    }

    private static List<Long> numbers(DocumentStore documents, Collection<Half> halves, String caller, long after) {
        List<Long> all = new ArrayList<>();
        long last = after;
        List<Versioned<Half>> page;
        do {
            page = documents.find(
                    TenantId.DEFAULT,
                    halves,
                    IndexQuery.on("by_caller_n").equal(caller).after(last));
            page.forEach(half -> all.add(half.value().n()));
            last = page.isEmpty() ? last : page.getLast().value().n();
        } while (!page.isEmpty());
        return all;
    }

    /// The group's offset is stored, so each round hears the events of that round.
    private void verifyEvents(EmbeddedStorage storage) {
        Heard heard = new Heard();
        try (var listening = storage.events().consume(WriteStorm.TOPIC, "verifier", heard)) {
            Fixtures.eventually(() -> assertThat(storage.events().lag(WriteStorm.TOPIC, "verifier"))
                    .as("of %s", listening)
                    .isZero());
        }
        for (StoredEvent stored : heard.events()) {
            String caller = stored.event().key();
            long n = Long.parseLong(Fixtures.text(stored.event().payload()));
            assertThat(n).as(caller).isEqualTo(eventsUpTo.getOrDefault(caller, 0L) + 1);
            eventsUpTo.put(caller, n);
        }
        Map<String, Long> withDocuments = new HashMap<>(documentsUpTo);
        withDocuments.values().removeIf(last -> last == 0);
        assertThat(eventsUpTo).isEqualTo(withDocuments);
    }
}
