package dev.parley.client.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.Revocations.Revocation;
import dev.parley.api.auth.SessionsApi;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which sessions were revoked, never known from longer ago than [#MAX_AGE]. One feed serves all verifiers of a
/// process.
///
/// The promise is kept by age, not by speed: an answer of auth counts from the instant at which it was *asked*.
/// While the newest complete answer is at most [#MAX_AGE] old, a lookup in memory decides; when it is older (auth
/// slow, net cut, clock set back), auth is asked about the one session, and when it does not answer nobody is let
/// in.
///
/// A revocation is remembered for as long as a token of its session can live ([AccessTokenProfile#MAX_LIFE]).
public final class RevocationFeed implements AutoCloseable {
    public static final Duration MAX_AGE = Duration.ofSeconds(1);

    /// The longest silence of auth through which a service may still be sent requests ([#check]).
    public static final Duration MAX_SILENCE = Duration.ofSeconds(5);

    /// Twice within MAX_AGE, so that one lost answer costs nothing.
    private static final Duration PERIOD = Duration.ofMillis(450);

    private static final Duration MEMORY = AccessTokenProfile.MAX_LIFE.plusMinutes(1);
    /// Sessions revoked within an hour; some 100 bytes each. Beyond it auth is asked about each session.
    private static final int MAX_REVOKED = 500_000;

    private static final int MAX_PAGES = 1_000;
    private static final int MAX_ACTIVE = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFeed.class);

    private final SessionsApi sessions;
    private final InstantSource clock;
    private final Map<SessionId, Instant> revoked = new ConcurrentHashMap<>();
    private final Cache<SessionId, Instant> active =
            Caffeine.newBuilder().maximumSize(MAX_ACTIVE).build();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile Instant knownUpTo = Instant.EPOCH;
    // Guarded by polling.
    private final ReentrantLock polling = new ReentrantLock();
    private Instant since;
    private boolean answering = true;

    public RevocationFeed(SessionsApi sessions, InstantSource clock) {
        this.sessions = sessions;
        this.clock = clock;
        this.since = clock.instant().minus(MEMORY);
    }

    /// Begins to ask, on a thread of its own, until [#close].
    public void start() {
        Thread.ofVirtual().name("revocation-feed").start(() -> {
            try {
                do {
                    poll();
                } while (!closed.await(PERIOD.toMillis(), TimeUnit.MILLISECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Asks once. A failure is not thrown: it shows as knowledge that grows old.
    public void poll() {
        polling.lock();
        try {
            Instant askedAt = clock.instant();
            boolean complete = readAll();
            forgetBefore(askedAt.minus(MEMORY));
            if (complete && revoked.size() < MAX_REVOKED) {
                knownUpTo = askedAt;
            }
            if (!answering) {
                LOG.info("auth tells of revoked sessions again");
                answering = true;
            }
        } catch (RuntimeException e) {
            // After the end nobody needs to know.
            if (answering && closed.getCount() > 0) {
                LOG.warn(
                        "auth does not tell of revoked sessions; it is asked about each one until it does: {}",
                        e.toString());
                answering = false;
            }
        } finally {
            polling.unlock();
        }
    }

    /// A signal told of a revocation before the next question did.
    public void revoked(SessionId session) {
        revoked.put(session, clock.instant());
    }

    /// Says whether the service that follows this feed can tell who was revoked, for its `/ready`: since the newest
    /// complete answer no more than [#MAX_SILENCE] went by. A short hiccup turns no service away, since each
    /// session can still be asked about.
    ///
    /// @throws StoreUnavailableException when it cannot
    public void check() {
        Instant known = knownUpTo;
        Instant now = clock.instant();
        if (known.isAfter(now) || known.plus(MAX_SILENCE).isBefore(now)) {
            throw new StoreUnavailableException(
                    known.equals(Instant.EPOCH)
                            ? "auth has not told of revoked sessions yet"
                            : "auth last told of revoked sessions at " + known);
        }
    }

    /// Whether the session was revoked, as of at most [#MAX_AGE] ago.
    ///
    /// @throws StoreUnavailableException when that cannot be told
    public boolean isRevoked(TenantId tenant, SessionId session) {
        if (revoked.containsKey(session)) {
            return true;
        }
        Instant now = clock.instant();
        if (isRecent(knownUpTo, now)) {
            return false;
        }
        Instant lastSeenActive = active.getIfPresent(session);
        if (lastSeenActive != null && isRecent(lastSeenActive, now)) {
            return false;
        }
        if (!sessions.isActive(tenant, session)) {
            revoked.put(session, now);
            return true;
        }
        active.put(session, now);
        return false;
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private boolean readAll() {
        for (int page = 0; page < MAX_PAGES; page++) {
            Revocations answer = sessions.revocations(since);
            Instant now = clock.instant();
            for (Revocation revocation : answer.revocations()) {
                revoked.putIfAbsent(revocation.sessionId(), now);
            }
            since = answer.next();
            if (!answer.more()) {
                return true;
            }
        }
        return false;
    }

    private void forgetBefore(Instant horizon) {
        revoked.values().removeIf(learnedAt -> learnedAt.isBefore(horizon));
    }

    /// An instant in the future means that the clock was set back: nothing is known then.
    private static boolean isRecent(Instant instant, Instant now) {
        return !instant.isAfter(now) && !instant.plus(MAX_AGE).isBefore(now);
    }
}
