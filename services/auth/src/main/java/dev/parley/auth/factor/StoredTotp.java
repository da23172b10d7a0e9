package dev.parley.auth.factor;

import dev.parley.core.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An authenticator app of an account, as it is kept.
///
/// @param name what its owner calls it; personal data
/// @param sealedSecret sealed with its id
/// @param lastStep the newest step of which a code was accepted; only later ones are
/// @param lastUsedAt null while it was only added
public record StoredTotp(
        UserId userId,
        String name,
        String sealedSecret,
        long lastStep,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    public StoredTotp used(long step, Instant now) {
        return new StoredTotp(userId, name, sealedSecret, step, createdAt, now);
    }
}
