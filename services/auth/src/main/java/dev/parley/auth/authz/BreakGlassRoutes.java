package dev.parley.auth.authz;

import dev.parley.api.auth.BreakGlassApi;
import dev.parley.api.auth.BreakGlassApi.Opening;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.Map;

/// Break-glass over HTTP.
public final class BreakGlassRoutes {
    private final BreakGlassApi breakGlass;

    public BreakGlassRoutes(BreakGlassApi breakGlass) {
        this.breakGlass = breakGlass;
    }

    public Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("openBreakGlass", this::open)
                .on("listBreakGlass", request -> Response.ok(Map.of("breakGlass", breakGlass.all(request.user()))))
                .on("endBreakGlass", this::end);
    }

    private Response open(Request request) throws IOException {
        return Response.created(breakGlass.open(request.user(), request.json(Opening.class)))
                .withHeader("Cache-Control", "no-store");
    }

    private Response end(Request request) {
        breakGlass.end(request.user(), request.pathParameter("breakGlassId"));
        return Response.noContent();
    }
}
