package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.auth.Account;
import dev.parley.client.token.InMemoryAuth;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Many who ask for one profile at the same time, before a server that answers when told.
class ProfilesTest {
    private static final String ADA = """
            {"id":"usr_01h455vb4pex5vsknk084sn02q","userName":"ada","displayName":"Ada","roles":["member"],
            "createdAt":"2026-01-31T09:30:00.000Z"}""";
    private static final int ASKERS = 40;

    private final Vertx vertx = Vertx.vertx();
    private final Queue<HttpServerRequest> waiting = new ConcurrentLinkedQueue<>();
    private final Caller caller = new Caller.Service(TenantId.DEFAULT, "messaging");
    private final HttpServer server = vertx.createHttpServer()
            .requestHandler(waiting::add)
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    private final ParleyHttp http = ParleyHttp.open(
            vertx,
            ClientConfig.of("auth", URI.create("http://127.0.0.1:" + server.actualPort())),
            InstantSource.system(),
            new SecureRandom(),
            new SimpleMeterRegistry());
    private final HttpAccounts accounts = new HttpAccounts(
            http,
            Credentials.ofService(
                    "messaging",
                    new ServiceTokens(Secret.of(new byte[32]), InstantSource.system()),
                    InstantSource.system()));

    @AfterEach
    void close() {
        http.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void asksOnceForAllWhoAskAtTheSameTime() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Account>> asked = new ArrayList<>();
            for (int i = 0; i < ASKERS; i++) {
                asked.add(threads.submit(() -> accounts.account(caller, InMemoryAuth.USER)));
            }
            answer(200, ADA);
            for (Future<Account> one : asked) {
                assertThat(one.get().displayName()).isEqualTo("Ada");
            }
        }
        assertThat(waiting).as("further questions").isEmpty();
        assertThat(accounts.account(caller, InMemoryAuth.USER).userName()).isEqualTo("ada");
    }

    @Test
    void keepsNoRefusal() throws Exception {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Account> refused = threads.submit(() -> accounts.account(caller, InMemoryAuth.USER));
            answer(
                    404,
                    "{\"type\":\"https://parley.dev/problems/not-found\",\"title\":\"Not found\",\"status\":404,"
                            + "\"detail\":\"nobody\",\"code\":\"not-found\",\"requestId\":\"req_1\"}");
            assertThatThrownBy(refused::get).hasCauseInstanceOf(ProblemException.class);

            Future<Account> found = threads.submit(() -> accounts.account(caller, InMemoryAuth.USER));
            answer(200, ADA);
            assertThat(found.get().userName()).isEqualTo("ada");
        }
    }

    private void answer(int status, String body) {
        Awaitility.await().until(() -> !waiting.isEmpty());
        waiting.remove()
                .response()
                .setStatusCode(status)
                .putHeader("Content-Type", status == 200 ? "application/json" : "application/problem+json")
                .end(body);
    }
}
