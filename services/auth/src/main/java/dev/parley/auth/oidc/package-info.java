/// The OpenID provider (OAuth 2.0, OpenID Connect): what other programs ask about who somebody is, and how they get
/// tokens of their own.
///
/// | noun | routes | use cases | rules | store |
/// |---|---|---|---|---|
/// | client | [ClientRoutes] | [Clients], [ClientAuthenticator] | [OAuthClient] |
/// [dev.parley.auth.store.OAuthClientStore] |
/// | token of a client | [ProtocolRoutes] | [TokenEndpoint], [OAuthTokens] | [OAuthToken] |
/// [dev.parley.auth.store.OAuthTokenStore] |
///
/// Read [TokenEndpoint] first. [OpenIdProviderRoutes] puts everything together.
///
/// Invariants:
/// - A token that is made here opens nothing of the platform's own API: it has another issuer and another audience
///   than the tokens of a session ([OAuthTokens]).
/// - A client's secret is 32 random bytes, shown once, and kept as SHA-256: nothing can be guessed that a slow hash
///   would protect.
/// - A client authenticates in the one way that it is registered for. Whoever fails learns nothing more than that.
/// - A JWT of a client is good once.
@NullMarked
package dev.parley.auth.oidc;

import org.jspecify.annotations.NullMarked;
