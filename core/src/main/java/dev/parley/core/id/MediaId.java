package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An uploaded file.
public record MediaId(@JsonValue String value) implements Comparable<MediaId> {
    public static final String PREFIX = "med";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MediaId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(MediaId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
