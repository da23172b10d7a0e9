package dev.parley.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Tokens of one service. Each is used for half of its life, so that the service it is for can recognise it by its
/// hash instead of verifying it anew, and none arrives expired.
final class ServiceCredentials implements Credentials {
    private static final Duration USED_FOR = ServiceTokens.LIFE.dividedBy(2);
    private static final int MAX_TOKENS = 20_000;

    private final String service;
    private final ServiceTokens tokens;
    private final InstantSource clock;
    private final Cache<Purpose, Minted> minted = Caffeine.newBuilder()
            .maximumSize(MAX_TOKENS)
            .expireAfterWrite(USED_FOR)
            .build();

    ServiceCredentials(String service, ServiceTokens tokens, InstantSource clock) {
        this.service = service;
        this.tokens = tokens;
        this.clock = clock;
    }

    @Override
    public Optional<String> forCaller(String target, Caller caller) {
        return switch (caller) {
            case Caller.User user -> Optional.of(token(new Purpose(target, user)));
            case Caller.Service other -> forTenant(target, other.tenant());
            case Caller.Anonymous nobody -> Optional.empty();
        };
    }

    @Override
    public Optional<String> forTenant(String target, TenantId tenant) {
        return Optional.of(token(new Purpose(target, new Caller.Service(tenant, service))));
    }

    @Override
    public boolean callersAreVerified() {
        return true;
    }

    private String token(Purpose purpose) {
        Instant now = clock.instant();
        Minted known = minted.getIfPresent(purpose);
        if (known == null || !now.isBefore(known.at.plus(USED_FOR)) || now.isBefore(known.at)) {
            known = new Minted(mint(purpose), now);
            minted.put(purpose, known);
        }
        return known.token;
    }

    private String mint(Purpose purpose) {
        return purpose.caller instanceof Caller.User user
                ? tokens.mintFor(service, purpose.target, user)
                : tokens.mint(service, purpose.target, purpose.caller.tenant());
    }

    private record Purpose(String target, Caller caller) {}

    private record Minted(String token, Instant at) {
        @Override
        public String toString() {
            return "Minted[" + at + "]";
        }
    }
}
