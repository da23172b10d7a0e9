package dev.parley.storage.cluster.postgresql;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An attempt at a transaction ended in a way that calls for another one. Never leaves this package.
final class Again extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Integer spot;

    /// A conflict at a place that is not known.
    Again(SQLException conflict) {
        super(conflict.getMessage(), conflict, false, false);
        this.spot = null;
    }

    /// A conflict at a known place.
    Again(SQLException conflict, int spot) {
        super(conflict.getMessage(), conflict, false, false);
        this.spot = spot;
    }

    /// The transaction came to a hot place too late to queue there.
    Again(int spot) {
        super("a hot document was touched", null, false, false);
        this.spot = spot;
    }

    /// Where to queue before the next attempt. See [HotSpots].
    Optional<Integer> spot() {
        return Optional.ofNullable(spot);
    }

    boolean isConflict() {
        return getCause() != null;
    }
}
