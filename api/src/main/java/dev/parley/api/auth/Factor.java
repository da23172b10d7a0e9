package dev.parley.api.auth;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something with which an account's owner proves, beside the password or instead of it, that it is them.
///
/// @param name what its owner calls it, 1 to 80 characters
/// @param lastUsedAt null while it was only added
/// @param backedUp whether a passkey is copied between devices of its owner; null for other kinds
public record Factor(
        String id,
        Kind kind,
        String name,
        Instant createdAt,
        @Nullable Instant lastUsedAt,
        @Nullable Boolean backedUp) {
    public enum Kind {
        @JsonProperty("totp")
        TOTP,
        @JsonProperty("passkey")
        PASSKEY
    }
}
