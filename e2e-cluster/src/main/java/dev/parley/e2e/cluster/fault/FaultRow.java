package dev.parley.e2e.cluster.fault;

import java.time.Duration;
import java.util.Map;

/// What a fault cost, as its clients saw it.
///
/// @param worksAgain from the injection until every message that the fault held up was acknowledged, so that from
/// then on sends in every conversation succeed; zero when no send failed or took longer than [Measures#SLOW]
/// @param healing the same from the beginning of the healing on
/// @param silence the longest time in which no message at all was acknowledged
/// @param undelivered the longest time from an acknowledgement until the last listening device had the message
/// @param failures attempts that were not acknowledged, by what was the answer instead
public record FaultRow(
        String fault,
        Duration worksAgain,
        Duration healing,
        Duration silence,
        Duration undelivered,
        int acknowledged,
        int lost,
        int duplicated,
        Map<String, Integer> failures) {
    public FaultRow {
        failures = Map.copyOf(failures);
    }

    int failedAttempts() {
        return failures.values().stream().mapToInt(Integer::intValue).sum();
    }
}
