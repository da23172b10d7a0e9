package dev.parley.auth;

import dev.parley.api.auth.ActiveSession;
import dev.parley.api.auth.PasswordChange;
import dev.parley.api.auth.Profile;
import dev.parley.api.auth.ProfileChange;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.core.id.SessionId;
import dev.parley.core.secret.Secret;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.List;

/// One's own account over HTTP.
final class OwnAccountRoutes {
    private final OwnAccount own;

    OwnAccountRoutes(OwnAccount own) {
        this.own = own;
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("getMe", this::me)
                .on("changeMe", this::changeMe)
                .on("changePassword", this::changePassword)
                .on("deactivateMe", this::deactivate)
                .on("listMySessions", this::sessions)
                .on("endMyOtherSessions", this::endOthers)
                .on("endMySession", this::endOne);
    }

    record ActiveSessions(List<ActiveSession> sessions) {}

    record Deactivation(Secret password) {}

    private Response me(Request request) {
        return tagged(own.profile(request.user()));
    }

    private Response changeMe(Request request) throws IOException {
        String tag = request.header("If-Match").orElseThrow();
        long version = Long.parseLong(tag.substring(1, tag.length() - 1));
        return tagged(own.changeProfile(request.user(), request.json(ProfileChange.class), version));
    }

    private Response changePassword(Request request) throws IOException {
        own.changePassword(
                request.user(), request.json(PasswordChange.class), ClientAddress.of(request.remoteAddress()));
        return Response.noContent();
    }

    private Response deactivate(Request request) throws IOException {
        own.deactivate(
                request.user(), request.json(Deactivation.class).password(), ClientAddress.of(request.remoteAddress()));
        return Response.noContent();
    }

    private Response sessions(Request request) {
        return Response.ok(new ActiveSessions(own.sessions(request.user()))).withHeader("Cache-Control", "no-store");
    }

    private Response endOthers(Request request) {
        own.endOtherSessions(request.user());
        return Response.noContent();
    }

    private Response endOne(Request request) {
        own.endSession(request.user(), new SessionId(request.pathParameter("sessionId")));
        return Response.noContent();
    }

    private static Response tagged(Profile profile) {
        return Response.ok(profile.account()).withHeader("ETag", "\"" + profile.version() + "\"");
    }
}
