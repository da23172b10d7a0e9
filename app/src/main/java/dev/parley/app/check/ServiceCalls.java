package dev.parley.app.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The checks that act as one of the platform's services, by a token made from the service secret.
public final class ServiceCalls {
    /// The gateway hands its records over after five seconds at the latest.
    private static final Duration AUDIT_PATIENCE = Duration.ofSeconds(8);

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(200);
    private static final String KEY = "/v1/keys/parley-check";
    private static final int PAGE = 500;

    private final Remote remote;
    private final @Nullable ServiceTokens tokens;
    private final IdSource ids;
    private final InstantSource clock;

    /// @param tokens null when there is no service secret: the checks that need it then fail and say so
    public ServiceCalls(Remote remote, @Nullable ServiceTokens tokens, IdSource ids, InstantSource clock) {
        this.remote = remote;
        this.tokens = tokens;
        this.ids = ids;
        this.clock = clock;
    }

    /// Appends a record and reads it back.
    void auditLogging() {
        String token = token("compliance");
        String id = ids.auditRecordId().value();
        ObjectNode body = Json.mapper().createObjectNode();
        ObjectNode record = body.putArray("records").addObject();
        record.putObject("details");
        record.putObject("personal");
        record.put("id", id)
                .put("occurredAt", Json.time(clock.instant()))
                .put("service", "check")
                .put("actor", "service:check")
                .put("action", "platform.check")
                .put("resource", "compliance")
                .put("outcome", "success");
        JsonNode head = remote.send("POST", "compliance", "/v1/audit/records", body, token)
                .expect(201)
                .json();
        long size = head.path("size").asLong();
        if (findEntry(
                        token,
                        Math.max(0, size - PAGE),
                        entry -> id.equals(entry.path("id").asText()))
                < 0) {
            throw new RemoteException("the record was accepted and is not in the log");
        }
    }

    /// Encrypts random bytes with a named key and decrypts them.
    void encryptAndDecrypt() {
        String token = token("crypto");
        byte[] plaintext = new byte[64];
        RandomGenerator.getDefault().nextBytes(plaintext);
        remote.call("PUT", "crypto", KEY, token).expect(200);
        ObjectNode encrypt = Json.mapper().createObjectNode().put("plaintext", base64(plaintext));
        String ciphertext = remote.send("POST", "crypto", KEY + "/encrypt", encrypt, token)
                .expect(200)
                .json()
                .path("ciphertext")
                .asText();
        if (ciphertext.isEmpty() || ciphertext.contains(base64(plaintext))) {
            throw new RemoteException("what came back is not encrypted");
        }
        ObjectNode decrypt = Json.mapper().createObjectNode().put("ciphertext", ciphertext);
        String decrypted = remote.send("POST", "crypto", KEY + "/decrypt", decrypt, token)
                .expect(200)
                .json()
                .path("plaintext")
                .asText();
        if (!Arrays.equals(Base64.getDecoder().decode(decrypted), plaintext)) {
            throw new RemoteException("what was decrypted is not what was encrypted");
        }
    }

    /// Asks the gateway for something and waits until the audit log tells of that request.
    void gatewayLogging() {
        String token = token("compliance");
        long from = remote.get("compliance", "/v1/audit/head", token)
                .expect(200)
                .json()
                .path("size")
                .asLong();
        String requestId = remote.get("gateway", "/v1/me", "").requestId();
        long end = System.nanoTime() + AUDIT_PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            long found = findEntry(
                    token,
                    from,
                    entry -> requestId.equals(entry.path("requestId").asText()));
            if (found >= 0) {
                return;
            }
            from = -found - 1;
            pause();
        }
        throw new RemoteException(
                "no audit entry tells of request " + requestId + " after " + AUDIT_PATIENCE.toSeconds() + " s");
    }

    /// The seq of the first entry that matches, or `-last - 1` with the last seq that was read.
    private long findEntry(String token, long afterSeq, Predicate<JsonNode> wanted) {
        long last = afterSeq;
        while (true) {
            JsonNode entries = remote.get("compliance", "/v1/audit/entries?limit=" + PAGE + "&afterSeq=" + last, token)
                    .expect(200)
                    .json()
                    .path("entries");
            for (JsonNode entry : entries) {
                last = entry.path("seq").asLong();
                if (wanted.test(canonical(entry))) {
                    return last;
                }
            }
            if (entries.size() < PAGE) {
                return -last - 1;
            }
        }
    }

    private static JsonNode canonical(JsonNode entry) {
        try {
            return Json.parse(entry.path("canonical").asText().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new RemoteException("an audit entry is not JSON");
        }
    }

    private String token(String audience) {
        if (tokens == null) {
            throw new RemoteException("this check needs the service secret: give --data or --service-key");
        }
        return tokens.mint("check", audience, TenantId.DEFAULT);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void pause() {
        try {
            boolean counted = new CountDownLatch(1).await(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS);
            if (counted) {
                throw new IllegalStateException("nobody counts it down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted");
        }
    }
}
