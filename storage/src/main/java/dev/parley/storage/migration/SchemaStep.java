package dev.parley.storage.migration;

import java.time.Instant;
import java.util.Optional;

/// One numbered step of what a store keeps its documents in: tables, functions, indexes of the adapter's own.
///
/// @param number from 1, without gaps
/// @param name a few words
/// @param takenAt empty when it was not taken; [Instant#EPOCH] when it was taken before such times were kept
public record SchemaStep(int number, String name, Phase phase, Optional<Instant> takenAt) {
    /// The number up to which all steps are taken.
    public static int reached(Iterable<SchemaStep> steps) {
        int reached = 0;
        for (SchemaStep step : steps) {
            if (step.takenAt.isEmpty()) {
                return reached;
            }
            reached = step.number;
        }
        return reached;
    }
}
