package dev.parley.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PasswordHashingTest {
    private static final Argon2Cost CHEAP = new Argon2Cost(64, 1, 1);
    private static final Password PASSWORD = Password.of(Secret.of("murky teapot orbit"));

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger mostRunning = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);

    private byte[] gated(byte[] password, byte[] salt, Argon2Cost cost) {
        mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("the test was given up", e);
        } finally {
            running.decrementAndGet();
        }
        return new byte[HASH_BYTES];
    }

    private static final int HASH_BYTES = PasswordFunction.HASH_BYTES;

    @Test
    void aStormHashesNoMoreThanItsThreadsAndRefusesWhatCannotWait() throws Exception {
        try (PasswordHashing hashing = new PasswordHashing(CHEAP, 2, 5, this::gated, new SecureRandom());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            AtomicInteger refused = new AtomicInteger();
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                calls.add(callers.submit(() -> {
                    try (PasswordHashing.Place place = hashing.enter()) {
                        place.hash(PASSWORD);
                    } catch (ProblemException e) {
                        assertThat(e.type()).isEqualTo(ProblemType.UNAVAILABLE);
                        assertThat(e.retryAfter()).isPositive();
                        refused.incrementAndGet();
                    }
                }));
            }
            await().until(() -> refused.get() == 300 - 7);
            assertThat(hashing.inside()).isLessThanOrEqualTo(7);
            gate.countDown();
            for (Future<?> call : calls) {
                call.get();
            }
        }
        assertThat(mostRunning).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aPlaceThatWasLeftIsFreeAgain() {
        gate.countDown();
        try (PasswordHashing hashing = new PasswordHashing(CHEAP, 1, 0, this::gated, new SecureRandom())) {
            PasswordHashing.Place place = hashing.enter();
            assertThatThrownBy(hashing::enter).isInstanceOf(ProblemException.class);
            place.close();
            // Closing twice must not make two places of one.
            place.close();
            hashing.enter();
            assertThatThrownBy(hashing::enter).isInstanceOf(ProblemException.class);
        }
    }

    @Test
    void verifiesOnlyTheStoredPassword() {
        try (PasswordHashing hashing = new PasswordHashing(CHEAP, 1, 0, new Argon2id(), new SecureRandom());
                PasswordHashing.Place place = hashing.enter()) {
            PasswordHash stored = place.hash(PASSWORD);

            assertThat(place.verify(PASSWORD, Optional.of(stored))).isTrue();
            assertThat(place.verify(Password.of(Secret.of("murky teapot orbits")), Optional.of(stored)))
                    .isFalse();
            assertThat(place.verify(PASSWORD, Optional.empty())).isFalse();
            assertThat(place.hash(PASSWORD).text()).isNotEqualTo(stored.text());
        }
    }

    @Test
    void aFailedHashIsABugAndFreesItsPlace() {
        PasswordFunction broken = (password, salt, cost) -> {
            throw new IllegalArgumentException("broken");
        };
        try (PasswordHashing hashing = new PasswordHashing(CHEAP, 1, 0, broken, new SecureRandom())) {
            try (PasswordHashing.Place place = hashing.enter()) {
                assertThatThrownBy(() -> place.hash(PASSWORD)).isInstanceOf(IllegalStateException.class);
            }
            hashing.enter();
        }
    }
}
