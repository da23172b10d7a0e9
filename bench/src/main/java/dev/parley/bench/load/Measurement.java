package dev.parley.bench.load;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/// What a load run saw.
///
/// @param latenciesMicros of successful requests, from the moment each was due
/// @param failures answers with another status than expected, and connections lost
public record Measurement(long successes, long failures, Duration elapsed, Histogram latenciesMicros) {
    public double perSecond() {
        return successes / (elapsed.toNanos() / 1e9);
    }

    /// @param percentile 0 to 100
    public double millisAt(double percentile) {
        return latenciesMicros.getValueAtPercentile(percentile) / 1000.0;
    }
}
