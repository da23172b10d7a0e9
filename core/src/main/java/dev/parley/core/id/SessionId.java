package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// One sign-in of a user on one device, from login to logout, expiry or revocation.
public record SessionId(@JsonValue String value) implements Comparable<SessionId> {
    public static final String PREFIX = "ses";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public SessionId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(SessionId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
