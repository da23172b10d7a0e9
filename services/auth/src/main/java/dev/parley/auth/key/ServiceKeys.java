package dev.parley.auth.key;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.KDF;
import javax.crypto.spec.HKDFParameterSpec;

/// The keys of this service, all derived from the one secret that the installation keeps for it (HKDF-SHA-256,
/// RFC 5869), one for each use, so that none serves two.
///
/// Another secret makes all refresh tokens invalid and the stored signing keys unreadable.
public final class ServiceKeys {
    private static final int BYTES = 32;

    private final byte[] secret;

    /// @param secret 32 random bytes
    public ServiceKeys(Secret secret) {
        if (secret.lengthBytes() != BYTES) {
            throw new IllegalArgumentException("the secret of auth has 32 bytes");
        }
        this.secret = secret.reveal();
    }

    /// Authenticates refresh tokens.
    public Mac refreshTokens() {
        return new Mac(derive("refresh-token"));
    }

    /// Makes the successor of a refresh token.
    public Mac refreshSuccessors() {
        return new Mac(derive("refresh-successor"));
    }

    /// Hides names and addresses in the counts of failed sign-ins.
    public Mac attemptNames() {
        return new Mac(derive("attempt-name"));
    }

    /// Hides recovery codes, and the challenges between password and factor.
    public Mac factorNames() {
        return new Mac(derive("factor-name"));
    }

    /// Authenticates the challenges of passkeys.
    public Mac passkeyChallenges() {
        return new Mac(derive("passkey-challenge"));
    }

    /// Authenticates the challenges of registrations.
    public Mac registrationChallenges() {
        return new Mac(derive("registration-challenge"));
    }

    /// Seals the private signing keys.
    public Secret signingKeys() {
        return secret("signing-key");
    }

    /// Seals the secrets of authenticator apps.
    public Secret totpSecrets() {
        return secret("totp-secret");
    }

    private Secret secret(String use) {
        byte[] key = derive(use);
        try {
            return Secret.of(key);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    private byte[] derive(String use) {
        try {
            byte[] label = ("parley auth v1 " + use).getBytes(StandardCharsets.US_ASCII);
            return KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract().addIKM(secret).thenExpand(label, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }
}
