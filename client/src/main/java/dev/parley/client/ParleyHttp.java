package dev.parley.client;

import dev.parley.client.Outcome.Answered;
import dev.parley.client.Outcome.Lost;
import dev.parley.client.Outcome.NotSent;
import dev.parley.core.call.CallContext;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.ContentDigest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Calls to one service, as plain blocking code for virtual threads: what the contracts over HTTP stand on.
///
/// - **Deadline**: the caller's ([CallContext]), else the configured one, bounds everything, repetitions and waits
/// included, and travels on as `X-Parley-Timeout-Ms`, with `X-Request-Id` and `traceparent`.
/// - **Repetition**: after a failed connection or a damaged request always, for nothing was done; after a lost answer,
/// 502, 503 or 504 only what is safe to do twice ([Call]). Exponential backoff with full jitter, within a budget,
/// at the next place if there are several.
/// - **Circuit breaker** for each place ([Replicas], [ClientConfig.Breaker]). While all are open a call fails at once.
/// Gauge `parley.client.breaker.state`.
/// - **Integrity**: bodies go both ways with their digest (RFC 9530), so what was changed on the way is sent again
/// instead of believed, without TLS too.
/// - **Bounds** on the answer's size and on connections.
///
/// What callers see is in `Failures`. Safe for concurrent use; never on an event loop, which it would block.
public final class ParleyHttp implements AutoCloseable {
    private final ClientConfig config;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Pause pause;
    private final Wire wire;
    private final Failures failures;
    private final Replicas replicas;
    private final RetryBudget budget;
    private final Counter repetitions;

    private ParleyHttp(ClientConfig config, Wire wire, Replicas replicas, Surroundings surroundings) {
        this.config = config;
        this.clock = surroundings.clock;
        this.random = surroundings.random;
        this.pause = surroundings.pause;
        this.wire = wire;
        this.failures = new Failures(config.target());
        this.replicas = replicas;
        this.budget = new RetryBudget(config.retry().budgetPercent());
        this.repetitions = surroundings.metrics.counter("parley.client.repetitions", "target", config.target());
    }

    /// @param random of the waits before repetitions
    public static ParleyHttp open(
            Vertx vertx, ClientConfig config, InstantSource clock, RandomGenerator random, MeterRegistry metrics) {
        Pause sleep = duration -> TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        return open(vertx, config, new Surroundings(clock, random, metrics, sleep, HostResolver.SYSTEM));
    }

    static ParleyHttp open(Vertx vertx, ClientConfig config, Surroundings surroundings) {
        Replicas replicas = new Replicas(config, surroundings.resolver, surroundings.clock, surroundings.metrics);
        return new ParleyHttp(config, new Wire(vertx, config.limits(), config.trust()), replicas, surroundings);
    }

    /// The service that is called.
    public String target() {
        return config.target();
    }

    /// Where it answers, for others who call there and shall learn the same of each place. Closed with this.
    public Replicas replicas() {
        return replicas;
    }

    /// Calls and reads the answer as JSON.
    public <T> T call(Call call, Class<T> type) {
        return ask(call, answer -> answer.json(type)).value;
    }

    /// Calls and takes the body as it is.
    public String callForText(Call call) {
        return ask(call, answer -> new String(answer.body(), StandardCharsets.UTF_8)).value;
    }

    /// Calls for an answer without a body.
    public void callForNothing(Call call) {
        ask(call, answer -> "");
    }

    /// Calls and reads the answer as JSON, with the status that it came with.
    <T> Reply<T> callForReply(Call call, Class<T> type) {
        return ask(call, answer -> answer.json(type));
    }

    /// Calls and reads the answer as JSON once `check` has let its bytes and their signature pass.
    <T> T callForSigned(Call call, Class<T> type, SignatureCheck check) {
        return ask(call, answer -> {
                    check.require(answer.signature(), answer.body());
                    return answer.json(type);
                })
                .value;
    }

    @Override
    public void close() {
        wire.close();
        replicas.close();
    }

    private <T> Reply<T> ask(Call call, Reader<T> reader) {
        if (Context.isOnEventLoopThread()) {
            throw new IllegalStateException("a blocking call on an event loop would stop every connection of it");
        }
        budget.called();
        Instant deadline = deadline(call);
        Set<Replica> tried = new HashSet<>();
        for (int tries = 1; ; tries++) {
            Outcome outcome = attempt(call, deadline, tried);
            if (outcome instanceof Answered answer && answer.isSuccess()) {
                try {
                    return new Reply<>(answer.status(), answer.entityTag(), reader.read(answer));
                } catch (IOException e) {
                    outcome = new Lost(e);
                }
            }
            Duration wait = waitBeforeNext(call, outcome, tries, deadline);
            if (wait == null) {
                throw failures.of(call, outcome);
            }
            repetitions.increment();
            sleep(call, wait);
        }
    }

    private Outcome attempt(Call call, Instant deadline, Set<Replica> tried) {
        Duration left = Duration.between(clock.instant(), deadline);
        if (!left.isPositive()) {
            throw failures.tooLate(call);
        }
        Replica replica = replicas.next(tried);
        if (replica == null) {
            throw failures.circuitOpen(call);
        }
        tried.add(replica);
        Duration patience = call.patience() == null ? config.limits().response() : call.patience();
        boolean hurried = left.compareTo(patience) < 0;
        long start = System.nanoTime();
        boolean decided = false;
        try {
            Duration longest = hurried ? left : patience;
            Outcome outcome = whole(wire.send(replica, call, headers(call, longest), longest));
            judge(replica, outcome, Duration.ofNanos(System.nanoTime() - start), hurried);
            decided = true;
            return outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failures.interrupted(call, e);
        } finally {
            if (!decided) {
                replica.undecided();
            }
        }
    }

    private void judge(Replica replica, Outcome outcome, Duration took, boolean hurried) {
        switch (outcome) {
            case Answered answer when answer.status() < 500 -> replica.succeeded(took);
            case Answered answer -> replica.failed(took, new IOException("status " + answer.status()));
            case NotSent(Throwable cause) -> judgeSilence(replica, cause, took, hurried);
            case Lost(Throwable cause) -> judgeSilence(replica, cause, took, hurried);
        }
    }

    /// A wait that the caller's deadline cut short before half of the usual patience was over says nothing about
    /// the service: impatient callers must not open the circuit for others.
    private void judgeSilence(Replica replica, Throwable cause, Duration took, boolean hurried) {
        boolean waitedLittle = took.multipliedBy(2).compareTo(config.limits().response()) < 0;
        if (hurried && waitedLittle && cause instanceof TimeoutException) {
            replica.undecided();
        } else {
            replica.failed(took, cause);
        }
    }

    /// An answer that was changed on its way is none.
    private static Outcome whole(Outcome outcome) {
        return outcome instanceof Answered answer && answer.isDamaged()
                ? new Lost(new IOException("the answer was changed on its way: its digest is another"))
                : outcome;
    }

    /// How long to wait before the next try, or null when there is none.
    private @Nullable Duration waitBeforeNext(Call call, Outcome outcome, int tries, Instant deadline) {
        if (tries >= config.retry().maxTries() || !mayRepeat(call, outcome)) {
            return null;
        }
        Duration wait = config.retry().backoff().delay(tries, random);
        Duration asked = outcome instanceof Answered answer ? Failures.retryAfter(answer) : null;
        if (asked != null && replicas.size() == 1 && asked.compareTo(wait) > 0) {
            wait = asked;
        }
        boolean inTime = clock.instant().plus(wait).isBefore(deadline);
        // What was not sent was no load to anyone, so sending it elsewhere needs no budget.
        boolean affordable = outcome instanceof NotSent || budget.spend();
        return inTime && affordable ? wait : null;
    }

    private boolean mayRepeat(Call call, Outcome outcome) {
        return switch (outcome) {
            case NotSent notSent -> true;
            case Lost lost -> call.isRepeatable();
            case Answered answer when failures.isArrivedDamaged(answer) -> true;
            case Answered answer ->
                call.isRepeatable() && (answer.status() == 502 || answer.status() == 503 || answer.status() == 504);
        };
    }

    private Instant deadline(Call call) {
        Duration own = call.patience() == null ? config.limits().deadline() : call.patience();
        Instant latest = clock.instant().plus(own);
        return CallContext.current()
                .map(CallContext::deadline)
                .filter(deadline -> deadline.isBefore(latest))
                .orElse(latest);
    }

    private static Map<String, String> headers(Call call, Duration longest) {
        Map<String, String> headers = new HashMap<>();
        headers.put("X-Parley-Timeout-Ms", Long.toString(Math.max(1, longest.toMillis())));
        headers.put(ContentDigest.WANT_HEADER, ContentDigest.WANT);
        if (call.body().length > 0) {
            headers.put(ContentDigest.HEADER, ContentDigest.of(call.body()));
        }
        CallContext.current().ifPresent(context -> {
            headers.put("X-Request-Id", context.requestId().value());
            headers.put("traceparent", context.traceparent());
        });
        return headers;
    }

    private void sleep(Call call, Duration wait) {
        try {
            pause.lasting(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting to repeat " + call, e);
        }
    }

    /// A value with the status and the `ETag` that it came with.
    record Reply<T>(int status, @Nullable String entityTag, T value) {}

    /// What a client does not decide for itself.
    record Surroundings(
            InstantSource clock, RandomGenerator random, MeterRegistry metrics, Pause pause, HostResolver resolver) {}

    /// Throws what the caller shall see unless the bytes are signed as they must be.
    @FunctionalInterface
    interface SignatureCheck {
        void require(@Nullable String signature, byte[] body);
    }

    /// Lets time go by.
    @FunctionalInterface
    interface Pause {
        void lasting(Duration duration) throws InterruptedException;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(Answered answer) throws IOException;
    }
}
