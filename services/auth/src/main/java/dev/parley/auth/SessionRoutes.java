package dev.parley.auth;

import dev.parley.api.auth.Login;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.key.SigningKeys;
import dev.parley.client.token.FeedSignature;
import dev.parley.core.id.SessionId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/// Sessions over HTTP.
final class SessionRoutes {
    private static final String CACHE_CONTROL = "Cache-Control";
    /// Far less than a key is announced before it signs.
    private static final String KEYS_MAY_BE_KEPT = "public, max-age=300";

    private final Sessions sessions;
    private final SigningKeys signingKeys;

    /// @param signingKeys sign what verifiers follow
    SessionRoutes(Sessions sessions, SigningKeys signingKeys) {
        this.sessions = sessions;
        this.signingKeys = signingKeys;
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("logIn", this::logIn)
                .on("refreshSession", this::refresh)
                .on("logOut", this::logOut)
                .on("getSessionStatus", this::status)
                .on("listRevocations", this::revocations)
                .on("getJsonWebKeySet", this::jsonWebKeySet);
    }

    record RefreshRequest(Secret refreshToken) {}

    record SessionStatus(boolean active) {}

    private Response logIn(Request request) throws IOException {
        return Response.created(sessions.logIn(request.json(Login.class), ClientAddress.of(request.remoteAddress())))
                .withHeader(CACHE_CONTROL, "no-store");
    }

    private Response refresh(Request request) throws IOException {
        RefreshRequest body = request.json(RefreshRequest.class);
        return Response.ok(sessions.refresh(body.refreshToken(), ClientAddress.of(request.remoteAddress())))
                .withHeader(CACHE_CONTROL, "no-store");
    }

    private Response logOut(Request request) {
        sessions.logOut(request.user());
        return Response.noContent();
    }

    private Response status(Request request) {
        SessionId session = new SessionId(request.pathParameter("sessionId"));
        return Response.ok(new SessionStatus(sessions.isActive(request.caller().tenant(), session)));
    }

    private Response revocations(Request request) {
        Response told =
                Response.ok(sessions.revocations(time(request.query("since").orElseThrow())));
        String nonce = request.header(FeedSignature.NONCE_HEADER).orElse("");
        // What tells whoever asked with this nonce that the answer is ours.
        String claims = Json.text(FeedSignature.claims(nonce, told.wholeBody()));
        return told.withHeader(FeedSignature.HEADER, signingKeys.sign(FeedSignature.TYPE, claims));
    }

    private Response jsonWebKeySet(Request request) {
        byte[] keys = sessions.jsonWebKeySet().getBytes(StandardCharsets.UTF_8);
        return Response.bytes(200, "application/json", keys).withHeader(CACHE_CONTROL, KEYS_MAY_BE_KEPT);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw ProblemType.VALIDATION_FAILED.because("since is no time");
        }
    }
}
