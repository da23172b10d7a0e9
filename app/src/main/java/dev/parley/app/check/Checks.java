package dev.parley.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.app.remote.Reply;
import dev.parley.app.remote.Socket;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.LoggerFactory;

/// The fifteen checks. They run at the same time and are reported in this order.
public final class Checks {
    private static final String SOME_MEDIA = "/v1/media/med_00000000000000000000000000";

    private final Remote remote;
    private final ServiceCalls calls;

    public Checks(Remote remote, ServiceCalls calls) {
        this.remote = remote;
        this.calls = calls;
    }

    private List<Check> all() {
        return List.of(
                new Check("Auth Service Health", () -> health("auth")),
                new Check("Auth Service Ready", () -> ready("auth")),
                new Check("Compliance Service Health", () -> health("compliance")),
                new Check("Compliance Service Ready", () -> ready("compliance")),
                new Check("Compliance Audit Logging", calls::auditLogging),
                new Check("Crypto Service Health", () -> health("crypto")),
                new Check("Crypto Service Ready", () -> ready("crypto")),
                new Check("Crypto Encrypt/Decrypt", calls::encryptAndDecrypt),
                new Check("Gateway Health", () -> serves("gateway", "/v1/me")),
                new Check("Gateway Compliance Logging", calls::gatewayLogging),
                new Check("Socket Service 1", () -> takesConnections("socket1")),
                new Check("Socket Service 2", () -> takesConnections("socket2")),
                new Check("Messaging Service", () -> serves("messaging", "/v1/conversations")),
                new Check("Media Service", () -> serves("media", SOME_MEDIA)),
                new Check("Search Service", () -> serves("search", "/v1/search/messages?q=parley")));
    }

    /// Runs all of them.
    public CheckReport run() {
        long start = System.nanoTime();
        List<Future<Check.Result>> running;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            running = all().stream()
                    .map(check -> threads.submit(() -> run(check)))
                    .toList();
        }
        List<Check.Result> results = running.stream().map(Future::resultNow).toList();
        return new CheckReport(results, (System.nanoTime() - start) / 1_000_000);
    }

    private static Check.Result run(Check check) {
        long start = System.nanoTime();
        String detail = "";
        try {
            check.call().run();
        } catch (RemoteException e) {
            detail = String.valueOf(e.getMessage());
        } catch (RuntimeException e) {
            LoggerFactory.getLogger(Checks.class).error("the check \"{}\" itself failed", check.name(), e);
            detail = "the check itself failed: " + e;
        }
        return new Check.Result(check.name(), detail.isEmpty(), (System.nanoTime() - start) / 1_000_000, detail);
    }

    private void health(String service) {
        JsonNode health = remote.get(service, "/health", "").expect(200).json();
        String name = health.path("service").asText();
        if (!service.startsWith(name) || name.isEmpty()) {
            throw new RemoteException(remote.urls().of(service) + " is the service \"" + name + "\", not " + service);
        }
    }

    private void ready(String service) {
        Reply reply = remote.get(service, "/ready", "");
        if (reply.status() != 200) {
            throw new RemoteException("not ready: " + reply.json().path("dependencies"));
        }
    }

    /// Alive, ready, and a protected operation is there and protected.
    private void serves(String service, String operation) {
        health(service);
        ready(service);
        remote.get(service, operation, "").expect(401);
    }

    private void takesConnections(String service) {
        health(service);
        ready(service);
        try (Socket socket = remote.socket(service)) {
            socket.send("ping", "", "");
            String type = socket.next().path("type").asText();
            if (!type.equals("pong") && !type.equals("error")) {
                throw new RemoteException("a ping was answered with \"" + type + "\"");
            }
        }
    }
}
