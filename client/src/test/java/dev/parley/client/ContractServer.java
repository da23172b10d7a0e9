package dev.parley.client;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/// A server that keeps each request as text and answers everything alike: for what a client puts on the wire.
final class ContractServer implements AutoCloseable {
    /// `METHOD uri body`, in order.
    final List<String> seen = new CopyOnWriteArrayList<>();
    final List<String> tokens = new CopyOnWriteArrayList<>();
    volatile int status = 200;
    volatile String answer = "{}";
    /// Instead of `answer`, by method.
    final Map<String, String> answers = new ConcurrentHashMap<>();

    private final HttpServer server;

    ContractServer(Vertx vertx) {
        server = vertx.createHttpServer()
                .requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.actualPort());
    }

    @Override
    public void close() {
        server.close().toCompletionStage().toCompletableFuture().join();
    }

    private void handle(HttpServerRequest request) {
        request.bodyHandler(body -> {
            String key = request.getHeader("Idempotency-Key");
            seen.add((request.method() + " " + request.uri() + " " + body
                            + (key == null ? "" : " Idempotency-Key: " + key))
                    .strip());
            tokens.add(String.valueOf(request.getHeader("Authorization")));
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(answers.getOrDefault(request.method().name(), answer));
        });
    }
}
