package dev.parley.bench;

import dev.parley.bench.load.Measurement;
import java.util.Locale;

/// A line of the table.
///
/// @param what what was done
/// @param perSecond how often in a second
/// @param latency percentiles, or empty
/// @param limit what it is held against, with its figure, or empty
public record Row(String what, double perSecond, String latency, String limit) {
    static Row of(String what, Measurement measured, String limit) {
        String failures = measured.failures() == 0 ? "" : "  FAILURES " + measured.failures();
        return new Row(
                what,
                measured.perSecond(),
                String.format(
                        Locale.ROOT,
                        "p50 %.2f  p99 %.2f  max %.1f ms%s",
                        measured.millisAt(50),
                        measured.millisAt(99),
                        measured.millisAt(100),
                        failures),
                limit);
    }

    static String limit(String name, double ours, double theirs) {
        return String.format(Locale.ROOT, "%s %,.0f/s: %.0f %%", name, theirs, 100 * ours / theirs);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%-44s %,10.0f/s  %-42s %s", what, perSecond, latency, limit);
    }
}
