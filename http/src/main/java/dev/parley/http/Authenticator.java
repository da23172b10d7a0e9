package dev.parley.http;

import dev.parley.core.caller.Caller;

/// Tells who holds a bearer token (RFC 6750). Asked on the request's virtual thread, for operations that declare
/// `security`.
@FunctionalInterface
public interface Authenticator {
    /// @return a [Caller.User] or a [Caller.Service], never an anonymous one
    /// @throws dev.parley.core.problem.ProblemException of type `invalid-token` when the token is not accepted
    Caller authenticate(String bearerToken);
}
