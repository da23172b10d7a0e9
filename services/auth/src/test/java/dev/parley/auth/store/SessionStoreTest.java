package dev.parley.auth.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.Revocations.Revocation;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SessionStoreTest {
    private static final Instant START = Instant.parse("2026-01-31T09:30:00Z");
    private static final Duration LISTED = Duration.ofHours(1);
    private static final IdSource IDS = new IdSource(InstantSource.fixed(START), new Random(7));

    @TempDir
    Path folder;

    private EmbeddedStorage open() {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.fixed(START));
    }

    private static List<SessionId> revokeMany(SessionStore store, int count, int perMilli) {
        List<SessionId> ids =
                IntStream.range(0, count).mapToObj(i -> IDS.sessionId()).toList();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < count; i++) {
                SessionId id = ids.get(i);
                Instant at = START.plusMillis(i / perMilli);
                callers.execute(() -> store.revoke(id, at, at.plus(LISTED)));
            }
        }
        return ids;
    }

    @Test
    void revocationsComeInPagesWithoutAGap() {
        try (EmbeddedStorage storage = open()) {
            SessionStore store = new SessionStore(storage.documents());
            List<SessionId> revoked = revokeMany(store, 2500, 7);

            Set<SessionId> told = new HashSet<>();
            Instant since = START;
            int pages = 0;
            Revocations page;
            do {
                page = store.revocations(since);
                assertThat(page.revocations())
                        .hasSizeLessThanOrEqualTo(1000)
                        .isSortedAccordingTo((a, b) -> a.revokedAt().compareTo(b.revokedAt()));
                page.revocations().forEach(one -> told.add(one.sessionId()));
                since = page.next();
                pages++;
            } while (page.more());

            assertThat(told).containsExactlyInAnyOrderElementsOf(revoked);
            assertThat(pages).isEqualTo(3);
        }
    }

    @Test
    void aRevocationCommittedLateIsStillToldToWhoWasUpToDate() {
        try (EmbeddedStorage storage = open()) {
            SessionStore store = new SessionStore(storage.documents());
            store.revoke(IDS.sessionId(), START.plusSeconds(60), START.plus(LISTED));
            Instant next = store.revocations(START).next();
            SessionId late = IDS.sessionId();
            store.revoke(late, START.plusSeconds(57), START.plus(LISTED));

            assertThat(store.revocations(next).revocations())
                    .extracting(Revocation::sessionId)
                    .contains(late);
        }
    }

    @Test
    void theFirstRevocationOfASessionStands() {
        try (EmbeddedStorage storage = open()) {
            SessionStore store = new SessionStore(storage.documents());
            SessionId id = IDS.sessionId();
            store.revoke(id, START, START.plus(LISTED));
            store.revoke(id, START.plusSeconds(9), START.plus(LISTED));

            assertThat(store.revocations(START).revocations()).containsExactly(new Revocation(id, START));
        }
    }
}
