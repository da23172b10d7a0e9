package dev.parley.e2e.cluster.load;

import dev.parley.e2e.Http;
import dev.parley.e2e.Http.Reply;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One client's way to the gateways: it stays with one while that answers, and goes on to the next when it does
/// not.
final class Gateways {
    /// How long an attempt may take before the client gives it up and repeats it elsewhere.
    private static final Duration ATTEMPT = Duration.ofSeconds(5);

    private final List<URI> gateways;
    private volatile int current;

    Gateways(List<URI> gateways, int first) {
        this.gateways = gateways;
        this.current = first % gateways.size();
    }

    Reply get(String path, String token) throws IOException {
        return call("GET", path, null, token);
    }

    Reply post(String path, String json, @Nullable String token) throws IOException {
        return call("POST", path, json, token);
    }

    /// One attempt.
    ///
    /// @throws IOException when there was no answer, so that nobody knows what became of it
    private Reply call(String method, String path, @Nullable String json, @Nullable String token) throws IOException {
        int used = current;
        HttpRequest.Builder request = HttpRequest.newBuilder(gateways.get(used).resolve(path))
                .timeout(ATTEMPT)
                .method(
                        method,
                        json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json, StandardCharsets.UTF_8));
        if (json != null) {
            request.header("Content-Type", "application/json");
        }
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = Http.CLIENT.send(request.build(), BodyHandlers.ofByteArray());
            if (response.statusCode() >= 500) {
                leave(used);
            }
            return new Reply(response.statusCode(), response.headers(), response.body());
        } catch (IOException e) {
            leave(used);
            throw e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private void leave(int used) {
        current = (used + 1) % gateways.size();
    }
}
