package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// A conversation: an ordered sequence of messages shared by its members.
public record ConversationId(@JsonValue String value) implements Comparable<ConversationId> {
    public static final String PREFIX = "cnv";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ConversationId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(ConversationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
