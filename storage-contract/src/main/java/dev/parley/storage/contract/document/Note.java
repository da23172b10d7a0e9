package dev.parley.storage.contract.document;

import dev.parley.core.json.Json;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The document of these tests. Every member may be absent.
public record Note(
        @Nullable String author,
        @Nullable Long seq,
        @Nullable String name,
        @Nullable Boolean pinned,
        @Nullable Instant at) {
    /// A note with nothing in it.
    public static final Note EMPTY = new Note(null, null, null, null, null);

    public static Note by(String author, long seq) {
        return new Note(author, seq, null, null, null);
    }

    public static Note named(String name) {
        return new Note(null, null, name, null, null);
    }

    /// The `seq` of a note that has one.
    public long balance() {
        return Objects.requireNonNull(seq);
    }

    public Note withName(String newName) {
        return new Note(author, seq, newName, pinned, at);
    }

    public Note withAuthor(@Nullable String newAuthor) {
        return new Note(newAuthor, seq, name, pinned, at);
    }

    public Note withPinned(boolean nowPinned) {
        return new Note(author, seq, name, nowPinned, at);
    }

    /// At `time`, cut to the milliseconds that documents keep.
    public Note withAt(Instant time) {
        return new Note(author, seq, name, pinned, Instant.parse(Json.time(time)));
    }
}
