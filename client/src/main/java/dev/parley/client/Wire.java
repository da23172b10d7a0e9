package dev.parley.client;

import dev.parley.client.Outcome.Answered;
import dev.parley.client.Outcome.Lost;
import dev.parley.client.Outcome.NotSent;
import dev.parley.client.token.FeedSignature;
import dev.parley.http.ContentDigest;
import dev.parley.http.tls.PeerTrust;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends a request once over HTTP/1.1, on pooled connections, and blocks the calling (virtual) thread until the
/// answer is whole, or will not come. Knows nothing of repeating.
final class Wire implements AutoCloseable {
    /// Shorter than the 60 s after which our servers close an idle connection, so that it is we who close it.
    private static final int KEEP_ALIVE_SECONDS = 30;

    private static final int MAX_WAITING = 10_000;
    private static final int MAX_HEADER_BYTES = 32 << 10;

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private final HttpClient client;
    private final ClientConfig.Limits limits;

    Wire(Vertx vertx, ClientConfig.Limits limits, PeerTrust trust) {
        this.limits = limits;
        HttpClientOptions options = new HttpClientOptions()
                .setProtocolVersion(HttpVersion.HTTP_1_1)
                .setKeepAlive(true)
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setConnectTimeout((int) Math.max(1, limits.connect().toMillis()))
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setTcpNoDelay(true);
        PoolOptions pool =
                new PoolOptions().setHttp1MaxSize(limits.maxConnections()).setMaxWaitQueueSize(MAX_WAITING);
        this.client = vertx.httpClientBuilder()
                .with(trust.applyTo(options))
                .with(pool)
                // Every failure that concerns a request ends its exchange; Vert.x would log it as an error besides.
                .withConnectHandler(connection -> connection.exceptionHandler(e -> LOG.debug("a connection failed", e)))
                .build();
    }

    /// @param headers besides those of the call
    /// @param longest for connecting and answering together
    /// @throws InterruptedException after the request was withdrawn
    Outcome send(Replica replica, Call call, Map<String, String> headers, Duration longest)
            throws InterruptedException {
        Exchange exchange = new Exchange(call);
        client.request(options(replica, call, headers))
                .onSuccess(exchange::connected)
                .onFailure(e -> exchange.end(new NotSent(e)));
        try {
            return exchange.outcome.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return exchange.giveUp(new TimeoutException("no answer within " + longest.toMillis() + " ms"));
        } catch (InterruptedException e) {
            exchange.giveUp(e);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("an outcome is a value, never an exception", e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private static RequestOptions options(Replica replica, Call call, Map<String, String> headers) {
        URI baseUrl = replica.baseUrl();
        boolean tls = "https".equals(baseUrl.getScheme());
        int port = baseUrl.getPort() >= 0 ? baseUrl.getPort() : (tls ? 443 : 80);
        String prefix = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(call.method()))
                .setServer(replica.address())
                .setHost(baseUrl.getHost())
                .setPort(port)
                .setSsl(tls)
                .setURI((prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix) + call.uri());
        call.headers().forEach(options::putHeader);
        headers.forEach(options::putHeader);
        return options;
    }

    /// One request on its way. All but `giveUp` runs on an event loop.
    private final class Exchange {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final Call call;
        private @Nullable HttpClientRequest request;

        Exchange(Call call) {
            this.call = call;
        }

        void end(Outcome result) {
            outcome.complete(result);
        }

        void connected(HttpClientRequest ready) {
            if (!claim(ready)) {
                ready.reset();
                return;
            }
            ready.send(Buffer.buffer(call.body())).onSuccess(this::answered).onFailure(e -> end(new Lost(e)));
        }

        /// Whether the request may still be sent. In one step with the note that it was: what [#giveUp] takes for
        /// not sent is sent again, and a refresh token that comes a second time costs its session.
        private synchronized boolean claim(HttpClientRequest ready) {
            if (outcome.isDone()) {
                return false;
            }
            request = ready;
            return true;
        }

        void answered(HttpClientResponse response) {
            Buffer body = Buffer.buffer();
            response.exceptionHandler(e -> end(new Lost(e)));
            response.handler(piece -> {
                if (body.length() + piece.length() > limits.maxResponseBytes()) {
                    end(new Lost(new IOException("the answer has more than " + limits.maxResponseBytes() + " bytes")));
                    response.request().reset();
                } else {
                    body.appendBuffer(piece);
                }
            });
            response.endHandler(v -> end(new Answered(
                    response.statusCode(),
                    Optional.ofNullable(response.getHeader("Content-Type")),
                    response.getHeader("Retry-After"),
                    response.getHeader(ContentDigest.HEADER),
                    response.getHeader("ETag"),
                    response.getHeader(FeedSignature.HEADER),
                    body.getBytes())));
        }

        /// Withdraws the request. It may have been answered in this very moment, which then counts.
        Outcome giveUp(Exception why) {
            HttpClientRequest sent = withdraw(why);
            if (sent != null) {
                sent.reset();
            }
            return outcome.join();
        }

        private synchronized @Nullable HttpClientRequest withdraw(Exception why) {
            end(request == null ? new NotSent(why) : new Lost(why));
            return request;
        }
    }
}
