package dev.parley.auth.oidc;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.parley.core.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A program that may ask for tokens, as it is kept.
///
/// @param name shown to people
/// @param secretHash SHA-256 of the secret, base64url; null when it signs instead
/// @param jwks its public keys as a JSON Web Key Set; null when it has a secret
/// @param scopes all that it may ever be given
public record OAuthClient(
        String name,
        AuthMethod authMethod,
        @Nullable String secretHash,
        @Nullable String jwks,
        Set<GrantKind> grants,
        Set<String> scopes,
        Instant createdAt) {
    /// What a scope may be called; less than RFC 6749 §3.3 allows.
    static final String SCOPE = "[a-z][a-z0-9._:-]{0,63}";

    public OAuthClient {
        grants = Set.copyOf(grants);
        scopes = Set.copyOf(scopes);
    }

    /// How a client proves who it is, by the names of the IANA registry.
    public enum AuthMethod {
        @JsonProperty("client_secret_basic")
        SECRET_BASIC,
        @JsonProperty("client_secret_post")
        SECRET_POST,
        @JsonProperty("private_key_jwt")
        PRIVATE_KEY;

        boolean hasSecret() {
            return this != PRIVATE_KEY;
        }
    }

    /// How a client may come by tokens.
    public enum GrantKind {
        @JsonProperty("client_credentials")
        CLIENT_CREDENTIALS
    }

    /// What it is given of `asked`; all that it may have when it asks for nothing.
    ///
    /// @throws OAuthException `invalid_scope` when it asks for more than it may have
    Set<String> granted(Set<String> asked) {
        if (!scopes.containsAll(asked)) {
            throw OAuthException.invalidScope();
        }
        return new TreeSet<>(asked.isEmpty() ? scopes : asked);
    }

    boolean hasSecret(String presented) {
        byte[] hash = hash(presented).getBytes(StandardCharsets.US_ASCII);
        return secretHash != null && MessageDigest.isEqual(hash, secretHash.getBytes(StandardCharsets.US_ASCII));
    }

    /// SHA-256, base64url.
    static String hash(String text) {
        return Sha256.base64Url(text.getBytes(StandardCharsets.UTF_8));
    }
}
