package dev.parley.e2e.cluster.fault;

import static org.awaitility.Awaitility.await;

import dev.parley.e2e.cluster.load.Load;
import dev.parley.e2e.cluster.witness.Recorder;
import dev.parley.e2e.cluster.witness.Recorder.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Lets faults happen one after the other while people write. The next comes only when clients have been well for a
/// while: every send succeeds at once and every listener is connected.
public final class FaultRun {
    /// How long clients must be well.
    private static final Duration CALM = Duration.ofSeconds(3);
    /// How far before an injection what belongs to it begins.
    private static final Duration EARLY = Duration.ofSeconds(1);
    /// How long processes that have just started are written to before anything counts.
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Load load;
    private final Recorder recorder;
    private final Consumer<String> say;
    private final List<Span> spans = new ArrayList<>();

    public FaultRun(Load load, Recorder recorder, Consumer<String> say) {
        this.load = load;
        this.recorder = recorder;
        this.say = say;
    }

    /// The first span is that of the load without a fault, once the platform is warm.
    ///
    /// @return when each was there
    public List<Span> run(List<Fault> faults) {
        awaitCalm("when it is warm", System.nanoTime() + WARM_UP.toNanos());
        long begun = System.nanoTime();
        awaitCalm("at the beginning", begun);
        mark("no fault", begun, System.nanoTime());
        for (Fault fault : faults) {
            long injected = System.nanoTime();
            say.accept(fault.name());
            fault.inject().run();
            if (fault.lasts().isZero()) {
                awaitCalm("after: " + fault.name(), injected);
            } else {
                await().pollInterval(POLL)
                        .atMost(fault.lasts().plus(PATIENCE))
                        .until(() ->
                                System.nanoTime() - injected >= fault.lasts().toNanos());
            }
            long healed = System.nanoTime();
            say.accept(
                    "  is healed after " + Duration.ofNanos(healed - injected).toMillis() + " ms");
            fault.heal().run();
            awaitCalm("after healing: " + fault.name(), healed);
            mark(fault.name(), injected, healed);
        }
        return ended();
    }

    private void mark(String name, long injected, long healed) {
        spans.add(new Span(name, injected - EARLY.toNanos(), injected, healed, Long.MAX_VALUE));
    }

    /// Each span ends where the next begins.
    private List<Span> ended() {
        long end = System.nanoTime() + PATIENCE.toNanos();
        List<Span> whole = new ArrayList<>();
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            long until = i + 1 < spans.size() ? spans.get(i + 1).fromNanos() : end;
            whole.add(new Span(span.name(), span.fromNanos(), span.injectedNanos(), span.healedNanos(), until));
        }
        return whole;
    }

    private void awaitCalm(String when, long since) {
        await().alias("clients are well again " + when)
                .atMost(PATIENCE)
                .pollInterval(POLL)
                .untilAsserted(() -> {
                    String trouble = trouble(since);
                    if (!trouble.isEmpty()) {
                        throw new AssertionError(trouble);
                    }
                });
    }

    /// What keeps clients from being well; nothing when they are.
    private String trouble(long since) {
        long now = System.nanoTime();
        long from = now - CALM.toNanos();
        if (from - since < 0) {
            return "too early to tell";
        }
        if (!load.isReady()) {
            return "not every listener has resumed";
        }
        long stuck = recorder.underWay().stream()
                .mapToLong(Attempt::begunNanos)
                .filter(begun -> now - begun > Measures.SLOW.toNanos())
                .count();
        if (stuck > 0 || !recorder.noFailureSince(from)) {
            return stuck + " sends are held up; the last to fail: "
                    + recorder.failures().stream().reduce((earlier, later) -> later);
        }
        return recorder.acknowledgedSince(from, load.conversations()) ? "" : "not every conversation is written in";
    }
}
