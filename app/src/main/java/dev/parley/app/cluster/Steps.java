package dev.parley.app.cluster;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.slf4j.LoggerFactory;

/// The ten steps, in the order in which each finds what it needs. Both kinds of cluster go through them.
public final class Steps {
    static final String KEYS = "keys";
    static final String INFRASTRUCTURE = "infrastructure";
    static final String REPLICA_SET = "replica set";
    static final String DATABASES = "databases and indexes";
    static final String KAFKA = "Kafka";
    static final String TOPICS = "topics";
    static final String SEARCH = "search";
    static final String BUCKET = "bucket";
    static final String SERVICES = "services";
    static final String VERIFICATION = "verification";

    static final List<String> NAMES = List.of(
            KEYS, INFRASTRUCTURE, REPLICA_SET, DATABASES, KAFKA, TOPICS, SEARCH, BUCKET, SERVICES, VERIFICATION);

    private final List<Step> steps;
    private final PrintWriter out;

    public Steps(List<Step> steps, PrintWriter out) {
        this.steps = List.copyOf(steps);
        this.out = out;
    }

    /// Goes through all of them, and says of each how it ended and how long it took.
    ///
    /// @throws StepFailedException with the first that fails; those after it are not begun
    public void run() {
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            out.print("[" + (i + 1) + "/" + steps.size() + "] " + step.name() + " … ");
            out.flush();
            long start = System.nanoTime();
            try {
                boolean done = step.isDone();
                if (!done) {
                    step.perform();
                }
                out.printf(Locale.ROOT, "%s (%.1f s)%n", done ? "was ready" : "ready", seconds(start));
            } catch (RuntimeException e) {
                out.printf(Locale.ROOT, "failed (%.1f s)%n", seconds(start));
                throw failure(i + 1, step, e);
            } finally {
                out.flush();
            }
        }
    }

    private StepFailedException failure(int number, Step step, RuntimeException cause) {
        if (cause instanceof NullPointerException || cause instanceof IllegalStateException) {
            LoggerFactory.getLogger(Steps.class).error("this is a fault of Parley's own; please report it", cause);
        }
        String message = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new StepFailedException(
                "step " + number + " of " + steps.size() + ", " + step.name() + ": " + message, cause);
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }
}
