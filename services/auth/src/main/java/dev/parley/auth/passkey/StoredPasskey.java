package dev.parley.auth.passkey;

import dev.parley.core.id.UserId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A passkey of an account, as it is kept: a public key and what its authenticator said of it (WebAuthn §4,
/// credential record).
///
/// @param credentialId base64url; unique in the tenant
/// @param name what its owner calls it; personal data
/// @param attestedCredential AAGUID, credential id and public key as the authenticator wrote them, base64url
/// @param counter of its signatures; 0 for authenticators that do not count
/// @param userVerified whether its authenticator has once made sure of its user
/// @param backupEligible whether it may be copied between devices; never changes
/// @param backedUp whether it is at present
/// @param transports how browsers reach its authenticator
/// @param lastUsedAt null while it was only added
public record StoredPasskey(
        UserId userId,
        String credentialId,
        String name,
        String attestedCredential,
        long counter,
        boolean userVerified,
        boolean backupEligible,
        boolean backedUp,
        List<String> transports,
        Instant createdAt,
        @Nullable Instant lastUsedAt) {
    public StoredPasskey {
        transports = List.copyOf(transports);
    }

    public StoredPasskey used(PasskeyUse use, Instant now) {
        return new StoredPasskey(
                userId,
                credentialId,
                name,
                attestedCredential,
                use.counter(),
                userVerified || use.userVerified(),
                backupEligible,
                use.backedUp(),
                transports,
                createdAt,
                now);
    }

    /// Whether a signature with this counter can be the next one of the one key that there is (WebAuthn §6.1.1).
    public boolean counts(long next) {
        return next > counter || (next == 0 && counter == 0);
    }
}
