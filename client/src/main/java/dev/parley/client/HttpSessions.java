package dev.parley.client;

import dev.parley.api.auth.FactorSignInsApi.AccessToken;
import dev.parley.api.auth.Login;
import dev.parley.api.auth.Revocations;
import dev.parley.api.auth.SessionsApi;
import dev.parley.api.auth.Tokens;
import dev.parley.client.token.FeedSignature;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;

/// [SessionsApi] over HTTP. Nothing is kept here: what may be kept of sessions, and for how long, is
/// [dev.parley.client.token.RevocationFeed]'s.
public final class HttpSessions implements SessionsApi {
    /// What is asked twice a second must not wait longer than its answer is good for.
    private static final Duration SOON = Duration.ofSeconds(1);

    private static final int NONCE_BYTES = 16;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final ParleyHttp http;
    private final Credentials credentials;
    private final FeedSignature signed;

    public HttpSessions(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
        this.signed = new FeedSignature(this, InstantSource.system());
    }

    @Override
    public Tokens logIn(Login login) {
        return http.call(Call.post("/v1/sessions").json(login), Tokens.class);
    }

    /// Sent again only when nothing of it was done: no connection, or a request that arrived damaged. Once it may
    /// have been processed it is not repeated, since a refresh token that comes a second time looks stolen and its
    /// session is revoked. The service's grace (`auth.grace`: the second time gets the answer of the first again)
    /// does not change that here: it may be configured away, and repetitions with their waits may outlast it.
    /// Whoever catches the [dev.parley.core.problem.AmbiguousCommitException] and knows the grace may ask once
    /// more.
    @Override
    public Tokens refresh(Secret refreshToken) {
        return http.call(Call.post("/v1/sessions/refresh").json(new Refresh(refreshToken)), Tokens.class);
    }

    /// Never sent twice: after the first, the token that the second would bring is refused.
    @Override
    public void logOut(Caller.User caller) {
        http.callForNothing(Call.delete("/v1/sessions/current")
                .bearer(credentials.forCaller(http.target(), caller))
                .once());
    }

    @Override
    public boolean isActive(TenantId tenant, SessionId session) {
        Call call = Call.get("/v1/sessions/{}/status", session.value())
                .bearer(credentials.forTenant(http.target(), tenant));
        return http.call(call, Status.class).active;
    }

    /// Believed only when auth has signed it, as an answer to this very question.
    @Override
    public AccessToken exchange(Secret apiToken) {
        Call call = Call.post("/v1/internal/api-tokens/exchange")
                .json(new Exchange(apiToken))
                .bearer(credentials.forTenant(http.target(), TenantId.DEFAULT));
        return http.call(call, AccessToken.class);
    }

    @Override
    public Revocations revocations(Instant since) {
        Call call = Call.get("/v1/revocations")
                .query("since", Json.time(since))
                .bearer(credentials.forTenant(http.target(), TenantId.DEFAULT))
                .within(SOON);
        String nonce = nonce();
        return http.callForSigned(
                call.header(FeedSignature.NONCE_HEADER, nonce),
                Revocations.class,
                (signature, body) -> signed.require(signature, nonce, body));
    }

    @Override
    public String jsonWebKeySet() {
        return http.callForText(Call.get("/.well-known/jwks.json"));
    }

    private static String nonce() {
        byte[] random = new byte[NONCE_BYTES];
        RANDOM.nextBytes(random);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }

    private record Refresh(Secret refreshToken) {}

    private record Exchange(Secret apiToken) {}

    private record Status(boolean active) {}
}
