package dev.parley.auth.oidc;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import dev.parley.auth.oidc.OAuthClient.AuthMethod;
import dev.parley.auth.oidc.OAuthClient.GrantKind;
import dev.parley.auth.store.OAuthClientStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.IdSource;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The programs that may ask for tokens. The owner of a tenant decides on them.
final class Clients {
    private static final int SECRET_BYTES = 32;

    private final OAuthClientStore store;
    private final OAuthEvents events;
    private final IdSource ids;
    private final InstantSource clock;
    private final SecureRandom random;

    Clients(OAuthClientStore store, OAuthEvents events, IdSource ids, InstantSource clock, SecureRandom random) {
        this.store = store;
        this.events = events;
        this.ids = ids;
        this.clock = clock;
        this.random = random;
    }

    /// @param jwks public keys, for `private_key_jwt` only
    record NewClient(
            String name,
            AuthMethod authMethod,
            Set<GrantKind> grantTypes,
            Set<String> scopes,
            @Nullable JsonNode jwks) {}

    /// @param clientSecret when it was just made: it is shown this once
    record ShownClient(
            String clientId,
            @Nullable Secret clientSecret,
            String name,
            AuthMethod authMethod,
            Set<GrantKind> grantTypes,
            Set<String> scopes,
            Instant createdAt) {}

    ShownClient create(Caller.User caller, NewClient asked) {
        requireOwner(caller);
        String jwks = publicKeys(asked);
        Secret secret = asked.authMethod().hasSecret() ? newSecret() : null;
        OAuthClient client = new OAuthClient(
                asked.name(),
                asked.authMethod(),
                secret == null ? null : OAuthClient.hash(new String(secret.reveal(), StandardCharsets.US_ASCII)),
                jwks,
                asked.grantTypes(),
                asked.scopes(),
                clock.instant().truncatedTo(ChronoUnit.MILLIS));
        String id = ids.next("cli");
        store.add(caller.tenant(), id, client);
        events.clientCreated(caller.tenant(), caller.user().value(), id);
        return shown(id, client, secret);
    }

    /// From the oldest.
    List<ShownClient> all(Caller.User caller) {
        requireOwner(caller);
        return store.all(caller.tenant()).stream()
                .map(stored -> shown(stored.id(), stored.value(), null))
                .toList();
    }

    /// Its tokens are good no longer from now on.
    void delete(Caller.User caller, String id) {
        requireOwner(caller);
        if (!store.remove(caller.tenant(), id)) {
            throw ProblemType.NOT_FOUND.because("there is no such client");
        }
        events.clientDeleted(caller.tenant(), caller.user().value(), id);
    }

    private Secret newSecret() {
        byte[] bytes = new byte[SECRET_BYTES];
        random.nextBytes(bytes);
        return Secret.of(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private static @Nullable String publicKeys(NewClient asked) {
        JsonNode jwks = asked.jwks();
        if (asked.authMethod().hasSecret() != (jwks == null)) {
            throw invalid("jwks", "belongs to private_key_jwt and to nothing else");
        }
        if (jwks == null) {
            return null;
        }
        try {
            JWKSet keys = JWKSet.parse(jwks.toString());
            boolean usable = !keys.getKeys().isEmpty()
                    && keys.getKeys().size() <= 8
                    && keys.getKeys().stream().allMatch(Clients::isPublic);
            if (!usable) {
                throw invalid("jwks", "must hold 1 to 8 public keys, EC or RSA");
            }
            return keys.toString(true);
        } catch (ParseException e) {
            throw invalid("jwks", "is not a JSON Web Key Set");
        }
    }

    private static boolean isPublic(JWK key) {
        boolean known = key instanceof ECKey || (key instanceof RSAKey rsa && rsa.size() >= 2048);
        return known && !key.isPrivate();
    }

    private static ShownClient shown(String id, OAuthClient client, @Nullable Secret secret) {
        return new ShownClient(
                id, secret, client.name(), client.authMethod(), client.grants(), client.scopes(), client.createdAt());
    }

    private static void requireOwner(Caller.User caller) {
        if (!caller.may(Permission.CLIENTS_ADMINISTER)) {
            throw ProblemType.FORBIDDEN.because("only the owner decides on clients");
        }
    }

    private static ProblemException invalid(String member, String detail) {
        return new ProblemException(
                ProblemType.VALIDATION_FAILED,
                "see errors for what is wrong where",
                List.of(new FieldError("/" + member, detail)),
                null);
    }
}
