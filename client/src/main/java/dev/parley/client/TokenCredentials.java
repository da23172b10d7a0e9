package dev.parley.client;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;

/// A token that somebody else minted.
final class TokenCredentials implements Credentials {
    private final Supplier<Secret> current;

    TokenCredentials(Supplier<Secret> current) {
        this.current = current;
    }

    @Override
    public Optional<String> forCaller(String target, Caller caller) {
        return Optional.of(token());
    }

    @Override
    public Optional<String> forTenant(String target, TenantId tenant) {
        return Optional.of(token());
    }

    @Override
    public boolean callersAreVerified() {
        return false;
    }

    private String token() {
        return new String(current.get().reveal(), StandardCharsets.US_ASCII);
    }
}
