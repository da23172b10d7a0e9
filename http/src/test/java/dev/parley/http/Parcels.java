package dev.parley.http;

import dev.parley.core.call.CallContext;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.caller.Role;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemType;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A running server of the contract `parcels`, plainly fake, and a client for it.
final class Parcels implements AutoCloseable {
    static final String USER_TOKEN = "user-token";
    /// API tokens: one to read messages, one to send them.
    static final String LISTENER_TOKEN = "listener-token";

    static final String SPEAKER_TOKEN = "speaker-token";
    static final String SERVICE_TOKEN = "service-token";

    final Map<String, Handler> trials = new ConcurrentHashMap<>();
    final HttpServer server;

    private final Vertx vertx;
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(10))
            .build();

    Parcels() {
        this(config(), List.of(), List.of(), List.of());
    }

    Parcels(HttpServerConfig config) {
        this(config, List.of(), List.of(), List.of());
    }

    Parcels(HttpServerConfig config, List<Dependency> dependencies, List<Filter> outer, List<Filter> inner) {
        vertx = Vertx.vertx();
        Endpoint endpoint = new Endpoint(
                "parcels",
                List.of(routes()),
                dependencies,
                new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
                Parcels::authenticate,
                outer,
                inner);
        server = HttpServer.start(vertx, config, endpoint);
    }

    static HttpServerConfig config() {
        return HttpServerConfig.at("127.0.0.1", 0);
    }

    record SendParcel(String to, int weightGrams) {}

    record Parcel(String id, String to) {}

    Routes routes() {
        return Routes.of(Contract.load("parcels"))
                .on("sendParcel", r -> Response.created(new Parcel("prc_1", to(r))))
                .on("listParcels", Parcels::list)
                .on("getParcel", r -> Response.ok(new Parcel(r.pathParameter("parcelId"), "Ada")))
                .on("deleteParcel", r -> Response.noContent())
                .on("newestParcel", r -> Response.ok(new Parcel("newest", "Ada")))
                .on("putContent", Parcels::digest)
                .on("getContent", r -> trial("getContent", r))
                .on("makeStamp", r -> Response.ok(Map.of("caller", r.caller().toString())))
                .on("readAudit", r -> Response.ok(Map.of("service", r.service().name())))
                .on("makeToken", r -> Response.ok(r.json(Map.class)))
                .on("hearParcel", r -> Response.noContent())
                .on("shakeParcel", r -> Response.noContent())
                .on("trial", r -> trial(r.pathParameter("kind"), r))
                .on("trialPost", r -> trial(r.pathParameter("kind"), r))
                .build();
    }

    private static String to(Request request) throws Exception {
        @SuppressWarnings("unchecked")
        Map<String, Object> sent = request.json(Map.class);
        return String.valueOf(sent.get("to"));
    }

    private Response trial(String kind, Request request) throws Exception {
        Handler handler = trials.get(kind);
        if (handler == null) {
            throw ProblemType.NOT_FOUND.because("no such trial");
        }
        return handler.handle(request);
    }

    private static Response list(Request request) {
        return Response.ok(Map.of(
                "limit", request.queryInt("limit", 20),
                "colour", request.query("colour").orElse("none"),
                "tags", new ArrayList<>(request.queryAll("tag")),
                "trace", CallContext.CURRENT.get().traceparent()));
    }

    private static Response digest(Request request) throws Exception {
        MessageDigest sha = MessageDigest.getInstance("SHA-256");
        long length = 0;
        try (InputStream in = request.bodyStream()) {
            byte[] piece = new byte[10_000];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                sha.update(piece, 0, n);
                length += n;
            }
        }
        return Response.ok(Map.of("length", length, "sha256", HexFormat.of().formatHex(sha.digest())));
    }

    private static Caller authenticate(String token) {
        return switch (token) {
            case USER_TOKEN ->
                new Caller.User(
                        TenantId.DEFAULT,
                        new UserId("usr_00000000000000000000000001"),
                        new SessionId("ses_00000000000000000000000001"),
                        Set.of(Role.MEMBER));
            case LISTENER_TOKEN -> limited(Permission.MESSAGES_READ);
            case SPEAKER_TOKEN -> limited(Permission.MESSAGES_SEND);
            case SERVICE_TOKEN -> new Caller.Service(TenantId.DEFAULT, "messaging");
            default -> throw ProblemType.INVALID_TOKEN.because("unknown token");
        };
    }

    /// Whoever holds a token for one thing.
    private static Caller.User limited(Permission permission) {
        return new Caller.User(
                TenantId.DEFAULT,
                new UserId("usr_00000000000000000000000001"),
                new SessionId("ses_00000000000000000000000002"),
                Set.of(),
                new Rights(Set.of(permission), Rights.Via.API_TOKEN, null));
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> post(String path, String json, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request.build());
    }

    HttpResponse<String> send(HttpRequest request) throws Exception {
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    HttpClient client() {
        return client;
    }

    @Override
    public void close() {
        server.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
