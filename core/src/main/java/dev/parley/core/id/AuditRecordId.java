package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An audit record, chosen by who writes it, so that a record sent twice is one entry.
public record AuditRecordId(@JsonValue String value) implements Comparable<AuditRecordId> {
    public static final String PREFIX = "aud";

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AuditRecordId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(AuditRecordId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
