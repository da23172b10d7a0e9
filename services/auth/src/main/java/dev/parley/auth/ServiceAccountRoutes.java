package dev.parley.auth;

import dev.parley.api.auth.ServiceAccountsApi;
import dev.parley.api.auth.ServiceAccountsApi.NewServiceAccount;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.Map;

/// Accounts of programs over HTTP.
final class ServiceAccountRoutes {
    private final ServiceAccountsApi accounts;

    ServiceAccountRoutes(ServiceAccountsApi accounts) {
        this.accounts = accounts;
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("createServiceAccount", this::create)
                .on("listServiceAccounts", request -> Response.ok(Map.of("accounts", accounts.all(request.user()))));
    }

    private Response create(Request request) throws IOException {
        return Response.created(accounts.create(request.user(), request.json(NewServiceAccount.class)));
    }
}
