package dev.parley.auth.password;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/// Where passwords are hashed: a few threads, and a few callers that may wait for one.
///
/// The threads are platform threads of its own. On virtual threads two hashes would hold both carriers of a
/// two-processor machine for 30 ms, and every other request with them. Memory is bounded by the number of threads
/// times the memory of one hash; a storm of sign-ins is refused at the door, before anything is done for it.
public final class PasswordHashing implements AutoCloseable {
    private static final int SALT_BYTES = 16;
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final long IDLE_SECONDS = 30;

    private final Argon2Cost cost;
    private final PasswordFunction function;
    private final RandomGenerator random;
    private final Semaphore places;
    private final ThreadPoolExecutor threads;
    private final PasswordHash nobody;

    /// @param threadCount hashes computed at a time, at least 1
    /// @param maxWaiting callers that may wait beyond those, at least 0
    /// @param random cryptographically strong
    public PasswordHashing(
            Argon2Cost cost, int threadCount, int maxWaiting, PasswordFunction function, RandomGenerator random) {
        if (threadCount < 1 || maxWaiting < 0) {
            throw new IllegalArgumentException("at least one thread hashes, and no negative number waits");
        }
        this.cost = cost;
        this.function = function;
        this.random = random;
        this.places = new Semaphore(threadCount + maxWaiting);
        this.threads = new ThreadPoolExecutor(
                threadCount,
                threadCount,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("password-hashing-", 0).factory());
        // Idle threads end, and the memory that they keep for the next hash with them.
        this.threads.allowCoreThreadTimeOut(true);
        this.nobody = new PasswordHash(cost, randomBytes(SALT_BYTES), randomBytes(PasswordFunction.HASH_BYTES));
    }

    /// Takes a place in the queue, without waiting. The caller closes it.
    ///
    /// @throws ProblemException `unavailable` (503) when all are taken
    public Place enter() {
        if (!places.tryAcquire()) {
            throw new ProblemException(
                    ProblemType.UNAVAILABLE, "too many sign-ins at the moment", List.of(), RETRY_AFTER);
        }
        return new Place();
    }

    /// Whether a stored hash should be made anew because it asks less of an attacker than a new one would.
    public boolean isOutdated(PasswordHash stored) {
        return stored.weakerThan(cost);
    }

    /// Callers that hash or wait now.
    public int inside() {
        return threads.getActiveCount() + threads.getQueue().size();
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private <T> T compute(Callable<T> work) {
        Future<T> result = threads.submit(work);
        try {
            return result.get();
        } catch (InterruptedException e) {
            result.cancel(false);
            Thread.currentThread().interrupt();
            throw ProblemType.UNAVAILABLE.because("the request was given up");
        } catch (ExecutionException e) {
            throw new IllegalStateException("hashing a password failed", e.getCause());
        }
    }

    /// One caller's right to hash, several times one after the other if need be.
    public final class Place implements AutoCloseable {
        private boolean left;

        private Place() {}

        /// A new hash of `password` at the configured cost.
        public PasswordHash hash(Password password) {
            byte[] bytes = password.bytes();
            byte[] salt = randomBytes(SALT_BYTES);
            try {
                return compute(() -> new PasswordHash(cost, salt, function.hash(bytes, salt, cost)));
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        /// Whether `password` is the one that was stored. When nothing is stored the same work is done.
        ///
        /// A hash stored at an older, lower cost is checked at that cost, so until its owner signs in
        /// again such an account answers sooner than an unknown one.
        public boolean verify(Password password, Optional<PasswordHash> stored) {
            byte[] bytes = password.bytes();
            try {
                return compute(() -> stored.orElse(nobody).matches(bytes, function)) && stored.isPresent();
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }

        @Override
        public void close() {
            if (!left) {
                left = true;
                places.release();
            }
        }
    }
}
