package dev.parley.storage.contract;

import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.storage.event.Event;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/// Plainly fake things that no two tests share.
public final class Fixtures {
    private static final IdSource IDS = new IdSource(InstantSource.system(), new SecureRandom());

    private Fixtures() {}

    public static TenantId freshTenant() {
        return IDS.tenantId();
    }

    /// A name of lower-case letters and digits, for topics, channels, groups, keys and indexes.
    public static String freshName() {
        return "t" + IDS.next("x").substring("x_".length());
    }

    /// A number that nothing else has, rising.
    public static String freshId() {
        return IDS.next("doc");
    }

    public static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    public static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    /// An event whose payload is `{"n":<n>}`.
    public static Event event(String topic, String key, long n) {
        return new Event(topic, key, "thing.happened.v1", utf8("{\"n\":" + n + "}"));
    }

    /// Waits up to half a minute until `assertion` holds.
    public static void eventually(ThrowingRunnable assertion) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(20))
                .untilAsserted(assertion);
    }

    /// Waits up to half a minute for a latch.
    public static void awaitLatch(CountDownLatch latch) {
        try {
            if (!latch.await(30, TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came in 30 s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /// Runs all at once on threads of their own and waits for all.
    ///
    /// @throws AssertionError with the first failure
    public static <R> List<R> concurrently(List<Callable<R>> calls) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<R> results = new ArrayList<>();
            for (Future<R> future : executor.invokeAll(calls)) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError("one of the concurrent calls failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
