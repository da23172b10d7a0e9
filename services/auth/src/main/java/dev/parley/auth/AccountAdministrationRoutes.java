package dev.parley.auth;

import dev.parley.core.caller.Role;
import dev.parley.core.id.UserId;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.Set;

/// The administration of accounts over HTTP.
final class AccountAdministrationRoutes {
    private final AccountAdministration administration;

    AccountAdministrationRoutes(AccountAdministration administration) {
        this.administration = administration;
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("changeRoles", this::changeRoles)
                .on("deactivateAccount", this::deactivate)
                .on("reactivateAccount", this::reactivate)
                .on("endSessionsOfAccount", this::endSessions);
    }

    record Roles(Set<Role> roles) {}

    private Response changeRoles(Request request) throws IOException {
        return Response.ok(administration.changeRoles(
                request.user(), user(request), request.json(Roles.class).roles()));
    }

    private Response deactivate(Request request) {
        administration.deactivate(request.user(), user(request));
        return Response.noContent();
    }

    private Response reactivate(Request request) {
        administration.reactivate(request.user(), user(request));
        return Response.noContent();
    }

    private Response endSessions(Request request) {
        administration.endSessions(request.user(), user(request));
        return Response.noContent();
    }

    private static UserId user(Request request) {
        return new UserId(request.pathParameter("userId"));
    }
}
