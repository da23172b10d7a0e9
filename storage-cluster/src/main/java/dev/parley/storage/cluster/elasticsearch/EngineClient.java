package dev.parley.storage.cluster.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Cancellable;
import co.elastic.clients.transport.rest5_client.low_level.Request;
import co.elastic.clients.transport.rest5_client.low_level.RequestOptions;
import co.elastic.clients.transport.rest5_client.low_level.Response;
import co.elastic.clients.transport.rest5_client.low_level.ResponseException;
import co.elastic.clients.transport.rest5_client.low_level.ResponseListener;
import co.elastic.clients.transport.rest5_client.low_level.Rest5Client;
import co.elastic.clients.transport.rest5_client.low_level.Rest5ClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.CertificateAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.util.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Requests to the engine and its answers as JSON, in bounded time.
///
/// A request that a node does not answer is sent to the next, whatever it is: all of ours have the same effect when
/// done twice.
final class EngineClient implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();

    private static final Logger LOG = LoggerFactory.getLogger(EngineClient.class);
    private static final int MAX_NODES_TRIED = 3;
    private static final int BAD_REQUEST = 400;

    private final Rest5Client client;
    private final Duration response;
    private final int nodes;
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile boolean closed;

    EngineClient(ElasticsearchConfig config) {
        this.client = client(config);
        this.response = config.connections().response();
        this.nodes = Math.min(MAX_NODES_TRIED, config.addresses().size());
    }

    private static Rest5Client client(ElasticsearchConfig config) {
        ElasticsearchConfig.Connections connections = config.connections();
        Rest5ClientBuilder builder = Rest5Client.builder(config.addresses())
                // Names the versions of client and JVM to whoever reads the engine's log; OpenSearch has no use for it.
                .setMetaHeaderEnabled(false)
                .setConnectionConfigCallback(each -> each.setConnectTimeout(timeout(connections.connect()))
                        .setSocketTimeout(timeout(connections.response())))
                .setConnectionManagerCallback(each -> each.setMaxConnPerRoute(connections.perNode())
                        .setMaxConnTotal(
                                connections.perNode() * config.addresses().size()));
        if (config.certificateAuthority() != null) {
            builder.setSSLContext(new CertificateAuthority(config.certificateAuthority()).sslContext());
        }
        authorization(config.credentials())
                .ifPresent(value ->
                        builder.setDefaultHeaders(new Header[] {new BasicHeader("Authorization", value, true)}));
        return builder.build();
    }

    private static Optional<String> authorization(ElasticsearchConfig.Credentials credentials) {
        return switch (credentials) {
            case ElasticsearchConfig.Credentials.None none -> Optional.empty();
            case ElasticsearchConfig.Credentials.Password(String user, Secret password) -> {
                String plain = user + ":" + text(password);
                yield Optional.of(
                        "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8)));
            }
            case ElasticsearchConfig.Credentials.ApiKey(Secret encoded) -> Optional.of("ApiKey " + text(encoded));
        };
    }

    private static String text(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.UTF_8);
    }

    private static Timeout timeout(Duration duration) {
        return Timeout.ofMilliseconds(duration.toMillis());
    }

    /// The answer of the first node that gives one.
    ///
    /// @throws Refused when the engine refuses the request as such: what we sent, or the index it names
    /// @throws StoreUnavailableException when no node answers in time, or one says that it cannot
    JsonNode send(Request request) {
        return send(request, response, response.multipliedBy(nodes));
    }

    /// @param perNode how long one node may take
    /// @param altogether how long this may take, whatever happens
    JsonNode send(Request request, Duration perNode, Duration altogether) {
        requireOpen();
        request.setOptions(RequestOptions.DEFAULT.toBuilder()
                .setRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(timeout(perNode))
                        .setResponseTimeout(timeout(perNode))
                        .build())
                .build());
        try {
            JsonNode answer = parsed(answer(request, altogether));
            if (lost.compareAndSet(true, false)) {
                LOG.info("the search engine answers again");
            }
            return answer;
        } catch (ResponseException e) {
            throw refusal(e);
        } catch (IOException e) {
            throw unavailable(e.toString(), e);
        }
    }

    private Response answer(Request request, Duration altogether) throws IOException {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        Cancellable sent = start(request, answer);
        try {
            return answer.get(altogether.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            // Among others: the client was closed meanwhile.
            throw new IOException("the request was not sent: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            sent.cancel();
            throw new IOException("no answer in " + altogether.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            sent.cancel();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for the search engine", e);
        }
    }

    private Cancellable start(Request request, CompletableFuture<Response> answer) throws IOException {
        try {
            return client.performRequestAsync(request, new ResponseListener() {
                @Override
                public void onSuccess(Response response) {
                    answer.complete(response);
                }

                @Override
                public void onFailure(Exception failure) {
                    answer.completeExceptionally(failure);
                }
            });
        } catch (IllegalStateException e) {
            throw new IOException("the client is closed", e);
        }
    }

    private static JsonNode parsed(Response response) throws IOException {
        HttpEntity entity = response.getEntity();
        if (entity == null) {
            return JSON.missingNode();
        }
        try (InputStream content = entity.getContent()) {
            return JSON.readTree(content);
        }
    }

    private RuntimeException refusal(ResponseException refused) {
        int status = refused.getResponse().getStatusCode();
        String type = "";
        try {
            type = parsed(refused.getResponse()).path("error").path("type").asText();
        } catch (IOException e) {
            refused.addSuppressed(e);
        }
        // 400: what we sent. 404: no such index. The others, 401, 403, 429 and 5xx, are states of the engine.
        return status == BAD_REQUEST || status == 404
                ? new Refused(type, refused)
                : unavailable(refused.toString(), refused);
    }

    private StoreUnavailableException unavailable(String words, Exception cause) {
        if (!closed && lost.compareAndSet(false, true)) {
            LOG.warn("the search engine does not work: {}", words);
        }
        return new StoreUnavailableException("the search engine does not work: " + words, cause);
    }

    static ByteArrayEntity json(JsonNode body) {
        return new ByteArrayEntity(body.toString().getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON);
    }

    void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the search index is closed");
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            client.close();
        } catch (IOException e) {
            LOG.warn("connections to the search engine did not close in order", e);
        }
    }

    /// The engine understood and said no. A bug of ours, unless the caller awaits it.
    static final class Refused extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final String type;

        Refused(String type, ResponseException cause) {
            super(cause.getMessage(), cause);
            this.type = type;
        }

        /// The engine's word for it, such as `index_not_found_exception`.
        String type() {
            return type;
        }
    }
}
