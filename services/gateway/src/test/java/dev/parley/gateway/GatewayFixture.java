package dev.parley.gateway;

import dev.parley.client.ClientConfig;
import dev.parley.client.HostResolver;
import dev.parley.client.Replicas;
import dev.parley.client.audit.AuditTrail;
import dev.parley.client.audit.AuditTrailConfig;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Authenticator;
import dev.parley.http.Contract;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/// A service of a few operations and a gateway before it, mounted or as a proxy.
final class GatewayFixture implements AutoCloseable {
    static final UserId USER = new UserId("usr_01h455vb4pex5vsknk084sn02q");
    static final String TOKEN = "the-token-of-the-user";
    static final Contract ECHO = Contract.load("echo");

    private static final SessionId SESSION = new SessionId("ses_01h455vb4pex5vsknk084sn02q");
    private static final List<String> ECHOED = List.of(
            "X-Forwarded-For",
            "X-Request-Id",
            "traceparent",
            "X-Parley-Timeout-Ms",
            "X-Named",
            "X-Other",
            "Authorization");

    final RecordedAudit audit = new RecordedAudit();
    final AuditTrail trail;
    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final List<AutoCloseable> opened = new ArrayList<>();

    GatewayFixture(Path folder) throws IOException {
        trail = AuditTrail.open(
                AuditTrailConfig.in(folder.resolve("spool")),
                audit,
                InstantSource.system(),
                new Random(1),
                new SimpleMeterRegistry());
    }

    /// Handlers that answer with what they see.
    static Routes echo() {
        return Routes.of(ECHO)
                .on("echo", GatewayFixture::echoed)
                .on("seen", GatewayFixture::seen)
                .on("mine", request -> Response.noContent())
                .on("secret", request -> Response.noContent())
                .build();
    }

    private static Response echoed(Request request) throws IOException {
        byte[] body = request.bodyStream().readAllBytes();
        return Response.stream(200, "application/octet-stream", new ByteArrayInputStream(body), -1);
    }

    private static Response seen(Request request) {
        Map<String, String> seen = new HashMap<>();
        for (String name : ECHOED) {
            request.header(name).ifPresent(value -> seen.put(name, value));
        }
        request.query("word").ifPresent(word -> seen.put("word", word));
        return Response.ok(seen).withHeader("ETag", "\"7\"");
    }

    URI service() {
        return serve(new Endpoint(
                "echo", List.of(echo()), List.of(), new SimpleMeterRegistry(), this::caller, List.of(), List.of()));
    }

    URI gateway(GatewayConfig config, Routes routes) {
        IdSource ids = new IdSource(InstantSource.system(), new Random(2));
        Authenticator authenticator = this::caller;
        return serve(new Gateway(config, trail, ids, InstantSource.system())
                .endpoint(List.of(routes), List.of(), new SimpleMeterRegistry(), authenticator));
    }

    Routes proxy(URI... instances) {
        var http = vertx.createHttpClient(ServiceProxy.pool());
        opened.add(http::close);
        Replicas replicas = new Replicas(
                ClientConfig.of("echo", instances),
                HostResolver.SYSTEM,
                InstantSource.system(),
                new SimpleMeterRegistry());
        return new ServiceProxy(http, replicas, InstantSource.system()).routes(ECHO);
    }

    HttpResponse<byte[]> get(URI uri, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(request);
    }

    HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return client.send(request.timeout(Duration.ofSeconds(30)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private URI serve(Endpoint endpoint) {
        HttpServer server = HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", 0), endpoint);
        opened.add(server);
        server.ready(true);
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private Caller caller(String token) {
        if (!token.equals(TOKEN)) {
            throw ProblemType.INVALID_TOKEN.because("not that one");
        }
        return new Caller.User(TenantId.DEFAULT, USER, SESSION, Set.of(Role.MEMBER));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable part : opened.reversed()) {
            part.close();
        }
        trail.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }
}
