package dev.parley.auth.factor;

import dev.parley.auth.Sessions.SignIn;
import dev.parley.core.id.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A sign-in after its password and before its second factor. Its id is a hash of the challenge that its client
/// holds.
///
/// @param network a name of the network that the password came from; the factor has to come from there too
/// @param passwordOf since when the password that was proven is the account's
/// @param triesLeft how many more factors may be tried
/// @param enrols whether the account has no factor and must add one now
/// @param totpId of the authenticator app that is being added; null before that began
/// @param sealedSecret its secret, sealed with that id
public record PendingSignIn(
        UserId userId,
        String device,
        String network,
        @Nullable Instant passwordOf,
        int triesLeft,
        boolean enrols,
        @Nullable String totpId,
        @Nullable String sealedSecret,
        Instant expiresAt) {
    static final int TRIES = 5;

    static PendingSignIn begun(SignIn signIn, String network, boolean enrols, Instant expiresAt) {
        return new PendingSignIn(
                signIn.user(),
                signIn.device(),
                network,
                signIn.proof().passwordOf(),
                TRIES,
                enrols,
                null,
                null,
                expiresAt);
    }

    public PendingSignIn tried() {
        return new PendingSignIn(
                userId, device, network, passwordOf, triesLeft - 1, enrols, totpId, sealedSecret, expiresAt);
    }

    public PendingSignIn adding(String id, String sealed) {
        return new PendingSignIn(userId, device, network, passwordOf, triesLeft, enrols, id, sealed, expiresAt);
    }
}
