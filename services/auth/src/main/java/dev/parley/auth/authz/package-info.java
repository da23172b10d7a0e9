/// Authorization: who may do what, beyond what the roles that come with the platform say.
///
/// | noun | routes | use cases | rules | store |
/// |---|---|---|---|---|
/// | role of the tenant's making | [CustomRoleRoutes] | [CustomRoles] | [Authority] | [dev.parley.auth.store.RoleStore]
/// |
/// | API token | [ApiTokenRoutes] | [ApiTokens], [ApiTokenExchange] | [StoredApiToken] |
/// [dev.parley.auth.store.ApiTokenStore] |
/// | break-glass | [BreakGlassRoutes] | [BreakGlasses] | [BreakGlasses] | [dev.parley.auth.store.BreakGlassStore] |
///
/// Read [dev.parley.core.caller.Role], which is the table, then [Entitlements], then [ApiTokenExchange].
///
/// Invariants:
/// - Nobody gives what they have not, and nobody decides on who may do more than they ([Authority]).
/// - What a token allows is worked out after its session stands in the store; what takes something away first writes
///   that, then ends the sessions. So no token outlives what it was made from by more than the revocation takes.
/// - An API token is kept as SHA-256 and allows what its owner may now, never more.
/// - A break-glass opens one thing, ends by itself within an hour, and is recorded before its token is handed out.
@NullMarked
package dev.parley.auth.authz;

import org.jspecify.annotations.NullMarked;
