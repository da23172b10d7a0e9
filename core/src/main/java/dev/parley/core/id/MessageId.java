package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A message of a conversation.
public record MessageId(@JsonValue String value) implements Comparable<MessageId> {
    public static final String PREFIX = "msg";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public MessageId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(MessageId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
