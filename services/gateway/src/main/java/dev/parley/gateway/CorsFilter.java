package dev.parley.gateway;

import dev.parley.http.Filter;
import dev.parley.http.Handler;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.util.Set;

/// Lets pages of the listed origins call from a browser (Fetch standard, CORS protocol). Without an origin in the
/// list it does nothing, and browsers keep other pages out. Credentials are never allowed: callers send bearer
/// tokens.
final class CorsFilter implements Filter {
    private static final String MAX_AGE_SECONDS = "600";

    private final Set<String> origins;

    /// @param origins exact, as browsers send them: `https://chat.example.org`
    CorsFilter(Set<String> origins) {
        this.origins = Set.copyOf(origins);
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        String origin = request.header("Origin").orElse("");
        if (!origins.contains(origin)) {
            return next.handle(request);
        }
        boolean preflight = request.method().equals("OPTIONS")
                && request.header("Access-Control-Request-Method").isPresent();
        Response response = preflight ? allowed() : next.handle(request);
        return response.withHeader("Access-Control-Allow-Origin", origin)
                .withHeader(
                        "Access-Control-Expose-Headers",
                        "ETag, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id")
                .withHeader("Vary", "Origin");
    }

    private static Response allowed() {
        return Response.noContent()
                .withHeader("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
                .withHeader(
                        "Access-Control-Allow-Headers",
                        "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Range, traceparent, "
                                + "X-Request-Id")
                .withHeader("Access-Control-Max-Age", MAX_AGE_SECONDS);
    }
}
