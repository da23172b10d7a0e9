package dev.parley.api.messaging;

import org.jspecify.annotations.Nullable;

/// Which messages: those after a seq from there on, or the last ones before a seq.
///
/// @param afterSeq exclusive, or null
/// @param beforeSeq exclusive, or null. Not both; neither means the newest ones
/// @param limit 1 to 500
public record HistoryRange(
        @Nullable Long afterSeq, @Nullable Long beforeSeq, int limit) {
    public static final int MAX_LIMIT = 500;

    public HistoryRange {
        if (afterSeq != null && beforeSeq != null) {
            throw new IllegalArgumentException("afterSeq and beforeSeq exclude one another");
        }
    }

    public static HistoryRange after(long seq, int limit) {
        return new HistoryRange(seq, null, limit);
    }

    public static HistoryRange before(long seq, int limit) {
        return new HistoryRange(null, seq, limit);
    }

    public static HistoryRange newest(int limit) {
        return new HistoryRange(null, null, limit);
    }
}
