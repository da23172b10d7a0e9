package dev.parley.e2e.cluster.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.e2e.Http.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/// Somebody with an account, signed in, whose devices share one session.
final class Account {
    private static final String PASSWORD = "seven green parrots 42";
    /// Of a token's life, at which it is exchanged: some tries fit into the rest.
    private static final double USED = 0.5;

    private final Gateways gateways;
    private final String userName;
    private final ReentrantLock refreshing = new ReentrantLock();
    private final AtomicInteger signInsAgain = new AtomicInteger();
    private volatile Session session;

    private record Session(String userId, String accessToken, String refreshToken, long begunNanos, long lifeNanos) {
        static Session of(JsonNode tokens) {
            return new Session(
                    tokens.path("userId").asText(),
                    tokens.path("accessToken").asText(),
                    tokens.path("refreshToken").asText(),
                    System.nanoTime(),
                    tokens.path("expiresInSeconds").asLong() * 1_000_000_000L);
        }

        boolean isDue() {
            return System.nanoTime() - begunNanos > USED * lifeNanos;
        }
    }

    private Account(Gateways gateways, String userName, Session session) {
        this.gateways = gateways;
        this.userName = userName;
        this.session = session;
    }

    /// Registers and signs in. Repeats while a busy platform asks to.
    static Account registered(Gateways gateways, String name, CountDownLatch end) {
        String userName = name + "-" + UUID.randomUUID().toString().substring(0, 8);
        ObjectNode registration = Json.mapper()
                .createObjectNode()
                .put("userName", userName)
                .put("password", PASSWORD)
                .put("displayName", name);
        try {
            patiently(end, () -> gateways.post("/v1/accounts", registration.toString(), null));
            return new Account(gateways, userName, Session.of(patiently(end, () -> signIn(gateways, userName))));
        } catch (IOException e) {
            throw new UncheckedIOException("nobody could register", e);
        }
    }

    private interface Try {
        Reply once() throws IOException;
    }

    private static JsonNode patiently(CountDownLatch end, Try attempt) throws IOException {
        Pauses pauses = new Pauses(end);
        do {
            Reply reply = attempt.once();
            if (reply.status() != 503 && reply.status() != 429) {
                return reply.expect(201).json();
            }
        } while (pauses.next());
        throw new IllegalStateException("ended while people registered");
    }

    String userId() {
        return session.userId();
    }

    /// A token with some life left, as far as the platform lets us.
    String token() {
        if (session.isDue() && refreshing.tryLock()) {
            try {
                if (session.isDue()) {
                    renew();
                }
            } finally {
                refreshing.unlock();
            }
        }
        return session.accessToken();
    }

    /// After an answer 401 to this token.
    void refused(String token) {
        refreshing.lock();
        try {
            if (session.accessToken().equals(token)) {
                renew();
            }
        } finally {
            refreshing.unlock();
        }
    }

    /// How often the session had ended, so that the password was needed.
    int signInsAgain() {
        return signInsAgain.get();
    }

    private void renew() {
        ObjectNode body = Json.mapper().createObjectNode().put("refreshToken", session.refreshToken());
        try {
            Reply reply = gateways.post("/v1/sessions/refresh", body.toString(), null);
            if (reply.status() == 200) {
                session = Session.of(reply.json());
            } else if (reply.status() == 401) {
                // Its answer was lost, and the repeat came too late.
                signInsAgain.incrementAndGet();
                Reply again = signIn(gateways, userName);
                if (again.status() == 201) {
                    session = Session.of(again.json());
                }
            }
        } catch (IOException e) {
            // The old token is good for a while; who needs a fresh one comes again.
            return;
        }
    }

    private static Reply signIn(Gateways gateways, String userName) throws IOException {
        ObjectNode login = Json.mapper()
                .createObjectNode()
                .put("userName", userName)
                .put("password", PASSWORD)
                .put("device", "load");
        return gateways.post("/v1/sessions", login.toString(), null);
    }
}
