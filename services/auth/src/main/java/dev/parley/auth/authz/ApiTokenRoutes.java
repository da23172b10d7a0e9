package dev.parley.auth.authz;

import dev.parley.api.auth.ApiTokensApi;
import dev.parley.api.auth.ApiTokensApi.NewApiToken;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.Map;
import java.util.function.Function;

/// API tokens over HTTP. What is shown once must not be kept by anything on its way.
public final class ApiTokenRoutes {
    private final ApiTokensApi tokens;
    private final ApiTokenExchange exchange;

    public ApiTokenRoutes(ApiTokensApi tokens, ApiTokenExchange exchange) {
        this.tokens = tokens;
        this.exchange = exchange;
    }

    public Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("createMyToken", request -> create(request, own(request)))
                .on("listMyTokens", request -> list(request, ApiTokenRoutes::own))
                .on("revokeMyToken", request -> revoke(request, ApiTokenRoutes::own))
                .on("createTokenOfAccount", request -> create(request, account(request)))
                .on("listTokensOfAccount", request -> list(request, ApiTokenRoutes::account))
                .on("revokeTokenOfAccount", request -> revoke(request, ApiTokenRoutes::account))
                .on("exchangeApiToken", this::exchange);
    }

    record Exchange(Secret apiToken) {}

    private Response create(Request request, UserId owner) throws IOException {
        return once(Response.created(tokens.create(request.user(), owner, request.json(NewApiToken.class))));
    }

    private Response list(Request request, Function<Request, UserId> owner) {
        return Response.ok(Map.of("tokens", tokens.tokens(request.user(), owner.apply(request))));
    }

    private Response revoke(Request request, Function<Request, UserId> owner) {
        tokens.revoke(request.user(), owner.apply(request), request.pathParameter("tokenId"));
        return Response.noContent();
    }

    private Response exchange(Request request) throws IOException {
        return once(Response.ok(exchange.exchange(request.json(Exchange.class).apiToken())));
    }

    private static UserId own(Request request) {
        return request.user().user();
    }

    private static UserId account(Request request) {
        return new UserId(request.pathParameter("userId"));
    }

    private static Response once(Response response) {
        return response.withHeader("Cache-Control", "no-store");
    }
}
