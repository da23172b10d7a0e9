package dev.parley.auth.oidc;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.TokenIntrospectionRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenRevocationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.attempt.Throttle;
import dev.parley.core.id.TenantId;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The endpoints of the protocol that programs call.
final class ProtocolRoutes {
    private final TokenEndpoint endpoint;
    private final Throttle failedClients;
    private final OpenIdConfig config;
    private final byte[] metadata;

    ProtocolRoutes(TokenEndpoint endpoint, OpenIdConfig config, Throttle failedClients) {
        this.endpoint = endpoint;
        this.failedClients = failedClients;
        this.config = config;
        this.metadata = ServerMetadata.json(config).getBytes(StandardCharsets.UTF_8);
    }

    Routes.Builder addTo(Routes.Builder routes) {
        return routes.on("getOAuthServerMetadata", this::metadata)
                .on("issueOAuthToken", request -> answer(request, OpenIdPaths.TOKEN, this::issue))
                .on("introspectOAuthToken", request -> answer(request, OpenIdPaths.INTROSPECT, this::introspect))
                .on("revokeOAuthToken", request -> answer(request, OpenIdPaths.REVOKE, this::revoke));
    }

    private Response metadata(Request request) {
        return Response.bytes(200, "application/json", metadata).withHeader("Cache-Control", "public, max-age=300");
    }

    private Response issue(HTTPRequest request) throws ParseException {
        return Response.ok(endpoint.issue(TokenRequest.parse(request)));
    }

    private Response introspect(HTTPRequest request) throws ParseException {
        return Response.ok(endpoint.introspect(TokenIntrospectionRequest.parse(request)));
    }

    private Response revoke(HTTPRequest request) throws ParseException {
        endpoint.revoke(TokenRevocationRequest.parse(request));
        return Response.ok(Map.of());
    }

    @FunctionalInterface
    private interface Answering {
        Response of(HTTPRequest request) throws ParseException;
    }

    /// Answers in the protocol's form, also what is refused (RFC 6749 §5.2).
    private Response answer(Request request, String path, Answering answering) throws IOException {
        Response response;
        try {
            response = answering.of(protocolRequest(request, path));
        } catch (ParseException e) {
            response = refusal(e.getErrorObject() == null ? OAuth2Error.INVALID_REQUEST : e.getErrorObject());
        } catch (OAuthException e) {
            requireFew(request, e.error());
            response = refusal(e.error());
        }
        return response.withHeader("Cache-Control", "no-store").withHeader("Pragma", "no-cache");
    }

    /// Whoever is not the client that they say they are gets another answer after a while. Who is, is never
    /// counted.
    private void requireFew(Request request, ErrorObject error) {
        if (OAuth2Error.INVALID_CLIENT.getCode().equals(error.getCode())) {
            Duration wait = failedClients.begin(TenantId.DEFAULT, ClientAddress.of(request.remoteAddress()));
            if (!wait.isZero()) {
                throw AuthProblems.tooManyAttempts(wait);
            }
        }
    }

    private HTTPRequest protocolRequest(Request request, String path) throws IOException, ParseException {
        HTTPRequest http = new HTTPRequest(HTTPRequest.Method.POST, config.at(path));
        http.setContentType("application/x-www-form-urlencoded");
        http.setBody(new String(request.body(), StandardCharsets.UTF_8));
        // RFC 6749 §3.2: which of two values holds would be anybody's guess.
        for (List<String> values : http.getBodyAsFormParameters().values()) {
            if (values.size() > 1) {
                throw OAuthException.invalidRequest("a parameter is given more than once");
            }
        }
        if (request.headerAll("Authorization").size() > 1) {
            throw OAuthException.invalidRequest("more than one Authorization header");
        }
        request.header("Authorization").ifPresent(http::setAuthorization);
        return http;
    }

    private static Response refusal(ErrorObject error) {
        boolean client = OAuth2Error.INVALID_CLIENT.getCode().equals(error.getCode());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error.getCode());
        if (error.getDescription() != null) {
            body.put("error_description", printable(error.getDescription()));
        }
        Response response = Response.json(client ? 401 : 400, body);
        return client ? response.withHeader("WWW-Authenticate", "Basic realm=\"parley\"") : response;
    }

    // RFC 6749 §5.2 allows these characters. The library's words may quote what was sent.
    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]", "?");
    }
}
