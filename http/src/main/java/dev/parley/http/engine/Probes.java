package dev.parley.http.engine;

import dev.parley.core.problem.ProblemType;
import dev.parley.http.Health;
import dev.parley.http.Response;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// `/health`, `/ready` and `/metrics`: outside of filters, authentication and the bound on requests in flight, so
/// that a full server can still be looked into.
final class Probes {
    private final ServerState server;
    private final Health health;

    Probes(ServerState server) {
        this.server = server;
        this.health = new Health(server.endpoint().service(), server.endpoint().dependencies());
    }

    /// Starts to answer a probe. Does not block.
    ///
    /// @return null when it is none
    @Nullable
    CompletionStage<Response> answer(IncomingRequest.Head head) {
        if (!head.method().equals("GET") && !head.method().equals("HEAD")) {
            return null;
        }
        return switch (head.path()) {
            case "/health" -> health.report().thenApply(Response::ok);
            case "/ready" -> health.report().thenApply(this::ready);
            case "/metrics" -> onItsOwnThread(() -> metrics(head));
            default -> null;
        };
    }

    private Response ready(Health.Report report) {
        boolean ready = server.isReady() && report.allUp();
        String state = server.isDraining() ? "draining" : ready ? "ready" : "not-ready";
        Map<String, String> body = Map.of("service", server.endpoint().service(), "status", state);
        return Response.json(ready ? 200 : 503, body);
    }

    private Response metrics(IncomingRequest.Head head) {
        if (server.endpoint().metrics() instanceof PrometheusMeterRegistry prometheus) {
            byte[] text = prometheus.scrape().getBytes(StandardCharsets.UTF_8);
            return Response.bytes(200, "text/plain; version=0.0.4; charset=utf-8", text)
                    .withHeader("Cache-Control", "no-store");
        }
        return Response.problem(
                ProblemType.NOT_FOUND.because("metrics are not exported"),
                head.id().value());
    }

    private CompletionStage<Response> onItsOwnThread(Supplier<Response> work) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        server.newThread(() -> answer.complete(work.get())).start();
        return answer;
    }
}
