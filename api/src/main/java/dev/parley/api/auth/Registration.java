package dev.parley.api.auth;

import dev.parley.core.secret.Secret;
import org.jspecify.annotations.Nullable;

/// @param userName 3 to 32 characters: letters, digits, `.`, `_`, `-`, starting with a letter or digit. Unique in
///     the tenant without regard to case
/// @param password 12 to 256 characters, none of the commonly used ones
/// @param displayName 1 to 80 characters, shown to others
/// @param proof of work, where the installation asks for it; null for none
public record Registration(
        String userName, Secret password, String displayName, RegistrationChallenge.@Nullable Proof proof) {
    /// Without a proof of work.
    public Registration(String userName, Secret password, String displayName) {
        this(userName, password, displayName, null);
    }
}
