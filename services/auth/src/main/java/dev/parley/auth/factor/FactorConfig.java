package dev.parley.auth.factor;

import dev.parley.auth.passkey.PasskeyConfig;
import java.time.Duration;

/// What an operator may set of second factors.
///
/// @param required whether every account needs one: without it, a password lets nobody do more than add one
/// @param issuer what authenticator apps and passkeys call this installation
/// @param stepUpAge how recent a sign-in must be for changing factors, 1 min to 1 h
public record FactorConfig(boolean required, String issuer, Duration stepUpAge, PasskeyConfig passkeys) {
    public static final FactorConfig DEFAULTS =
            new FactorConfig(false, "Parley", Duration.ofMinutes(10), PasskeyConfig.DEFAULTS);

    private static final int MAX_ISSUER = 60;

    public FactorConfig {
        if (issuer.isBlank() || issuer.length() > MAX_ISSUER || issuer.contains(":")) {
            throw new IllegalArgumentException("issuer: must have 1 to 60 characters and no colon");
        }
        if (stepUpAge.compareTo(Duration.ofMinutes(1)) < 0 || stepUpAge.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("stepUpAge: must be 1m to 1h");
        }
    }
}
