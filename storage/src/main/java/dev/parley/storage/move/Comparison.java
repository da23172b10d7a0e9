package dev.parley.storage.move;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.RawDocument;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// Reads a collection on both sides again, beside each other, and makes a digest of each.
///
/// What has expired may be gone on one side already: it counts on neither when the target has it no more.
final class Comparison {
    /// How far the clock by which the target removes documents may be ahead.
    private static final Duration CLOCKS_APART = Duration.ofMinutes(5);

    private final Collection<?> collection;
    private final Instant expired;
    private final CanonicalDigest source = new CanonicalDigest();
    private final CanonicalDigest target = new CanonicalDigest();
    private long notMoved;

    private Comparison(Collection<?> collection, Instant now) {
        this.collection = collection;
        this.expired = now.plus(CLOCKS_APART);
    }

    static MoveRow of(Collection<?> collection, MoveSide source, MoveSide target, Instant now) {
        Comparison comparison = new Comparison(collection, now);
        comparison.walk(
                new RawPages(source.documents().raw(), collection.name()),
                new RawPages(target.documents().raw(), collection.name()));
        return new MoveRow(
                collection.name(), comparison.source.tally(), comparison.target.tally(), comparison.notMoved);
    }

    private void walk(RawPages sources, RawPages targets) {
        RawDocument left = sources.nextOrNull();
        RawDocument right = targets.nextOrNull();
        while (left != null || right != null) {
            int order = order(left, right);
            if (left != null && order < 0) {
                onlyInSource(left);
            } else if (left != null && order == 0) {
                source.add(left);
            }
            if (right != null && order >= 0) {
                target.add(right);
                right = targets.nextOrNull();
            }
            if (order <= 0) {
                left = sources.nextOrNull();
            }
        }
    }

    private static int order(@Nullable RawDocument left, @Nullable RawDocument right) {
        if (left == null) {
            return 1;
        }
        return right == null ? -1 : left.key().compareTo(right.key());
    }

    private void onlyInSource(RawDocument document) {
        if (isExpired(document)) {
            notMoved++;
        } else {
            source.add(document);
        }
    }

    private boolean isExpired(RawDocument document) {
        if (collection.expiryField().isEmpty()) {
            return false;
        }
        JsonNode expiry =
                CanonicalDigest.tree(document).path(collection.expiryField().get());
        try {
            return expiry.isTextual() && Instant.parse(expiry.textValue()).isBefore(expired);
        } catch (DateTimeParseException e) {
            return false;
        }
    }
}
