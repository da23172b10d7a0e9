/// The auth service (port 3007): who somebody is, and since when.
///
/// The nouns, each with its routes, use cases, rules and store:
///
/// | noun | routes | use cases | rules | store |
/// |---|---|---|---|---|
/// | account | [AccountRoutes] | [Accounts] | [UserName], [VisibleText], [password.Password] | [store.AccountStore] |
/// | one's own account | [OwnAccountRoutes] | [OwnAccount] | [NewPasswords] | [store.AccountStore] |
/// | administration | [AccountAdministrationRoutes] | [AccountAdministration] | [authz.Authority] |
/// [store.AccountStore] |
/// | session | [SessionRoutes] | [Sessions], [LoginCheck] | [Session], [RefreshTokens] | [store.SessionStore] |
/// | second factor | [factor.FactorRoutes], [factor.FactorSignInRoutes] | [factor.Factors], [factor.FactorSignIns] |
/// [factor.Totp], [factor.Authentication] | [store.FactorStore], [store.PendingSignInStore] |
/// | passkey | (those of second factors) | [passkey.Passkeys] | [passkey.PasskeyVerifier], [passkey.PasskeyChallenges]
/// | [store.FactorStore] |
/// | failed attempt | | [attempt.LoginAttempts], [attempt.Throttle], [attempt.StuffingWatch] | [attempt.Backoff],
/// [attempt.ProofOfWork] | [store.AttemptStore] |
/// | role, API token, break-glass | package `authz` | package `authz` | [authz.Authority], [authz.Entitlements] |
/// [store.RoleStore], [store.ApiTokenStore], [store.BreakGlassStore] |
/// | service account | [ServiceAccountRoutes] | [ServiceAccounts] | | [store.AccountStore] |
/// | signing key | | [key.SigningKeys] | [key.KeySchedule] | [store.SigningKeyStore] |
/// | client, and what it is given | [oidc.OpenIdProviderRoutes] | package `oidc` | package `oidc` |
/// [store.OAuthClientStore], [store.OAuthTokenStore] |
///
/// Read [Sessions] first, then [Session], which says how refresh tokens work. [Auth] puts everything together.
///
/// Invariants:
/// - No password, token or private key is stored in the clear: passwords as Argon2id hashes, refresh tokens as
///   SHA-256, signing keys sealed.
/// - A session has one refresh token that is good. The use of one that was used up ends the session.
/// - A session is listed as revoked before it is removed, and for longer than its access tokens live.
/// - Nothing that an anonymous caller can ask tells whether an account exists, but for the one refusal that
///   registering cannot do without: the user name is taken.
/// - The first account of a tenant is its owner, and no second account ever is first. There is always an owner who
///   can sign in.
/// - No session begins behind the back of who changes a password or roles, or closes an account, and ends sessions.
///
/// - Nobody gives what they have not, and nobody decides on an account that may do more than they.
/// - A password alone starts no session of an account that has a second factor, or must have one.
///
/// There are no locks but the one around reading the signing keys; all else is versions and transactions of the
/// store.
@NullMarked
package dev.parley.auth;

import org.jspecify.annotations.NullMarked;
