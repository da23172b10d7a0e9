package dev.parley.api.auth;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// API tokens: what programs show in the place of a sign-in.
///
/// Everybody manages their own (`tokens:own`). Who administers service accounts makes tokens for these; who
/// administers accounts sees and revokes the tokens of those who may do no more than they themselves.
public interface ApiTokensApi {
    /// Makes a token. Asks for a recent sign-in, as [FactorsApi] does (`step-up-required`).
    ///
    /// @param owner the caller or a service account
    /// @return the token and its secret, which is shown this once
    /// @throws dev.parley.core.problem.ProblemException `forbidden` for a scope that the caller or the owner has
    ///     not; `not-found`, `too-many-tokens` (409), `validation-failed`
    CreatedApiToken create(Caller.User caller, UserId owner, NewApiToken token);

    /// The tokens of an account that are good, from the oldest.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `not-found`
    List<ApiToken> tokens(Caller.User caller, UserId owner);

    /// Ends a token. It is refused everywhere within a second.
    ///
    /// @throws dev.parley.core.problem.ProblemException `forbidden`, `not-found`
    void revoke(Caller.User caller, UserId owner, String tokenId);

    /// @param name 1 to 80 characters
    /// @param scopes at least one; what the token allows as long as its owner may
    /// @param expiresAt within a year
    record NewApiToken(String name, Set<Permission> scopes, Instant expiresAt) {
        public NewApiToken {
            scopes = Set.copyOf(scopes);
        }
    }

    /// @param lastUsedAt to the hour; null before the first use
    record ApiToken(
            String id,
            String name,
            Set<Permission> scopes,
            Instant createdAt,
            Instant expiresAt,
            @Nullable Instant lastUsedAt) {
        public ApiToken {
            scopes = Set.copyOf(scopes);
        }
    }

    /// @param secret for `Authorization: Bearer`
    record CreatedApiToken(ApiToken token, Secret secret) {}
}
