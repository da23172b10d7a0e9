package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A cryptographic key kept by the crypto service. The id is no secret.
public record KeyId(@JsonValue String value) implements Comparable<KeyId> {
    public static final String PREFIX = "key";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public KeyId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(KeyId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
