package dev.parley.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// An ordinary HTTP client: one request, one [Reply].
public final class Http {
    public static final HttpClient CLIENT = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();

    private Http() {}

    public record Reply(int status, HttpHeaders headers, byte[] body) {
        public JsonNode json() {
            try {
                return Json.parse(body);
            } catch (IOException e) {
                throw new AssertionError("status " + status + ", not JSON: " + text(), e);
            }
        }

        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        /// The `code` of a problem, after checking that it is a complete one.
        public String problemCode() {
            JsonNode problem = json();
            if (!headers.firstValue("content-type").orElse("").startsWith("application/problem+json")
                    || problem.path("status").asInt() != status
                    || !problem.path("type")
                            .asText()
                            .endsWith("/" + problem.path("code").asText())
                    || !problem.path("requestId").asText().startsWith("req_")
                    || text().contains("Exception")
                    || text().contains("\tat ")) {
                throw new AssertionError("not a clean problem: " + status + " " + headers + " " + text());
            }
            return problem.path("code").asText();
        }

        public Reply expect(int expected) {
            if (status != expected) {
                throw new AssertionError("expected " + expected + ", got " + status + ": " + text());
            }
            return this;
        }
    }

    public static Reply get(URI uri, String... headers) {
        return exchange("GET", uri, null, headers);
    }

    public static Reply post(URI uri, String json, String... headers) {
        return exchange("POST", uri, json.getBytes(StandardCharsets.UTF_8), withJson(headers));
    }

    /// @param headers name, value, name, value …
    public static Reply exchange(
            String method, URI uri, byte @org.jspecify.annotations.Nullable [] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .timeout(Duration.ofSeconds(30))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            var response = CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String[] withJson(String... headers) {
        List<String> all = new ArrayList<>(List.of(headers));
        if (!all.contains("Content-Type")) {
            all.addAll(List.of("Content-Type", "application/json"));
        }
        return all.toArray(String[]::new);
    }
}
