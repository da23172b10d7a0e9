package dev.parley.auth.oidc;

import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.Map;

/// The programs that may ask for tokens, over HTTP.
final class ClientRoutes {
    private final Clients clients;

    ClientRoutes(Clients clients) {
        this.clients = clients;
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("createOAuthClient", this::create)
                .on("listOAuthClients", this::list)
                .on("deleteOAuthClient", this::delete);
    }

    private Response create(Request request) throws IOException {
        return Response.created(clients.create(request.user(), request.json(Clients.NewClient.class)))
                .withHeader("Cache-Control", "no-store");
    }

    private Response list(Request request) {
        return Response.ok(Map.of("clients", clients.all(request.user())));
    }

    private Response delete(Request request) {
        clients.delete(request.user(), request.pathParameter("clientId"));
        return Response.noContent();
    }
}
