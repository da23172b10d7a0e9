package dev.parley.socket;

import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.http.Authenticator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// Stands for auth where the socket needs it: mints tokens in the shape of JWTs without a signature, knows its own
/// ones, and tells of revocations.
final class Gate implements Authenticator, SessionsApi {
    private final Map<String, Caller> known = new ConcurrentHashMap<>();
    private final List<Revocations.Revocation> revoked = new CopyOnWriteArrayList<>();
    volatile boolean answers = true;

    String token(Caller caller, Instant expiresAt) {
        String token = encode(Map.of("alg", "none"))
                + "."
                + encode(Map.of("exp", expiresAt.getEpochSecond(), "n", known.size()))
                + ".";
        known.put(token, caller);
        return token;
    }

    /// Any text, as an API token is.
    String token(Caller caller, String text) {
        known.put(text, caller);
        return text;
    }

    String token(Caller caller) {
        return token(caller, Instant.parse("2999-01-01T00:00:00Z"));
    }

    private static String encode(Object value) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Json.bytes(value));
    }

    void revoke(SessionId session) {
        revoked.add(new Revocations.Revocation(session, Instant.now()));
    }

    @Override
    public Caller authenticate(String bearerToken) {
        if (!answers) {
            throw new StoreUnavailableException("auth is away");
        }
        Caller caller = known.get(bearerToken);
        if (caller == null) {
            throw ProblemType.INVALID_TOKEN.because("the token is not accepted");
        }
        return caller;
    }

    @Override
    public Tokens logIn(Login login) {
        throw new UnsupportedOperationException("nobody logs in here");
    }

    @Override
    public Tokens refresh(Secret refreshToken) {
        throw new UnsupportedOperationException("nobody refreshes here");
    }

    @Override
    public AccessToken exchange(Secret apiToken) {
        throw new UnsupportedOperationException("nobody exchanges here");
    }

    @Override
    public void logOut(Caller.User caller) {
        revoke(caller.session());
    }

    @Override
    public boolean isActive(TenantId tenant, SessionId session) {
        return revoked.stream().noneMatch(each -> each.sessionId().equals(session));
    }

    @Override
    public Revocations revocations(Instant since) {
        return new Revocations(revoked, since, false);
    }

    @Override
    public String jsonWebKeySet() {
        return new String("{}".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
