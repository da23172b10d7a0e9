package dev.parley.core.id;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// An organisation. Everything stored belongs to exactly one.
public record TenantId(@JsonValue String value) implements Comparable<TenantId> {
    public static final String PREFIX = "tnt";

    /// The tenant that every installation has from its first start.
    public static final TenantId DEFAULT = new TenantId("tnt_00000000000000000000000000");

    /// @throws MalformedIdException when `value` is not an id of this kind
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TenantId {
        TypeId.require(PREFIX, value);
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
