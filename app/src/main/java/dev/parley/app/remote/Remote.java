package dev.parley.app.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import dev.parley.http.tls.PeerTrust;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/// A platform reached over the network by the JDK's own client, as any other program would.
public final class Remote implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final ServiceUrls urls;
    private final HttpClient client;

    public Remote(ServiceUrls urls) {
        this(urls, PeerTrust.SYSTEM);
    }

    /// @param trust who is believed to be a service, where its URL says https
    public Remote(ServiceUrls urls, PeerTrust trust) {
        this.urls = urls;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(3))
                .sslContext(trust.context())
                .build();
    }

    public ServiceUrls urls() {
        return urls;
    }

    /// @param token a bearer token; empty for none
    public Reply get(String service, String path, String token) {
        return exchange("GET", service, path, BodyPublishers.noBody(), "", token);
    }

    /// Sends JSON.
    public Reply send(String method, String service, String path, JsonNode body, String token) {
        return exchange(method, service, path, BodyPublishers.ofByteArray(Json.bytes(body)), "application/json", token);
    }

    /// Sends bytes as they are.
    public Reply upload(String service, String path, byte[] bytes, String token) {
        return exchange("POST", service, path, BodyPublishers.ofByteArray(bytes), "application/octet-stream", token);
    }

    /// Sends a method without a body.
    public Reply call(String method, String service, String path, String token) {
        return exchange(method, service, path, BodyPublishers.noBody(), "", token);
    }

    /// Opens a WebSocket to a socket node.
    public Socket socket(String service) {
        URI base = urls.of(service);
        String scheme = base.getScheme().equals("https") ? "wss" : "ws";
        return Socket.open(client, URI.create(scheme + "://" + base.getAuthority() + "/v1/socket"));
    }

    private Reply exchange(
            String method, String service, String path, BodyPublisher body, String contentType, String token) {
        URI uri = URI.create(urls.of(service) + path);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, body);
        if (!contentType.isEmpty()) {
            request.header("Content-Type", contentType);
        }
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        try {
            var response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Reply(uri, response.statusCode(), response.headers(), response.body());
        } catch (HttpTimeoutException e) {
            throw new RemoteException(uri + " did not answer within " + TIMEOUT.toSeconds() + " s");
        } catch (SSLException e) {
            throw new RemoteException(uri + " is not believed, or speaks no TLS: " + e.getMessage());
        } catch (IOException e) {
            throw new RemoteException(uri + " cannot be reached");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while waiting for " + uri);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
