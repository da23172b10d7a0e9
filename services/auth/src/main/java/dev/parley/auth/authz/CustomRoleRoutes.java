package dev.parley.auth.authz;

import dev.parley.api.auth.CustomRolesApi;
import dev.parley.api.auth.CustomRolesApi.RoleDefinition;
import dev.parley.core.id.UserId;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Roles of the tenant's making over HTTP.
public final class CustomRoleRoutes {
    private static final String ROLE_ID = "roleId";

    private final CustomRolesApi roles;

    public CustomRoleRoutes(CustomRolesApi roles) {
        this.roles = roles;
    }

    public Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("listRoles", request -> listed(roles.all(request.user())))
                .on("createRole", this::create)
                .on("changeRole", this::change)
                .on("deleteRole", this::delete)
                .on("listRolesOfAccount", request -> listed(roles.rolesOf(request.user(), account(request))))
                .on("assignRoles", this::assign);
    }

    record Assignment(Set<String> roles) {}

    private Response create(Request request) throws IOException {
        return Response.created(roles.create(request.user(), request.json(RoleDefinition.class)));
    }

    private Response change(Request request) throws IOException {
        return Response.ok(
                roles.change(request.user(), request.pathParameter(ROLE_ID), request.json(RoleDefinition.class)));
    }

    private Response delete(Request request) {
        roles.delete(request.user(), request.pathParameter(ROLE_ID));
        return Response.noContent();
    }

    private Response assign(Request request) throws IOException {
        Assignment assignment = request.json(Assignment.class);
        return listed(roles.assign(request.user(), account(request), assignment.roles()));
    }

    private static UserId account(Request request) {
        return new UserId(request.pathParameter("userId"));
    }

    private static Response listed(List<CustomRolesApi.CustomRole> found) {
        return Response.ok(Map.of("roles", found));
    }
}
