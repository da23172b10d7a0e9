package dev.parley.client;

import dev.parley.client.token.ServiceTokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/// By what right a call is made: the bearer token for it.
public interface Credentials {
    /// The token for a call on behalf of `caller`; empty for an anonymous one.
    ///
    /// @param target the service that is called
    Optional<String> forCaller(String target, Caller caller);

    /// The token for a call that a service makes for itself, in this tenant.
    Optional<String> forTenant(String target, TenantId tenant);

    /// Whether callers were authenticated in this process, by its own [dev.parley.client.token.TokenVerifier]: then
    /// what one of them may read is theirs to read for as long as they are let in here.
    boolean callersAreVerified();

    /// For the platform's own services: tokens made with the service secret, for the service itself or, where a
    /// user asks, for that user.
    ///
    /// @param service the name of the calling service
    static Credentials ofService(String service, ServiceTokens tokens, InstantSource clock) {
        return new ServiceCredentials(service, tokens, clock);
    }

    /// For other programs: one token, which stands for whoever it was given to. Which caller a contract names does
    /// not matter then.
    static Credentials ofToken(Secret token) {
        return new TokenCredentials(() -> token);
    }

    /// For other programs whose token changes: asked before each call.
    static Credentials ofTokens(Supplier<Secret> current) {
        return new TokenCredentials(current);
    }
}
