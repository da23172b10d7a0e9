package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// One request, from the edge through every service that it reaches.
public record RequestId(@JsonValue String value) implements Comparable<RequestId> {
    public static final String PREFIX = "req";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public RequestId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(RequestId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
