package dev.parley.http.engine;

import dev.parley.http.Response;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes one answer to its peer, and says how the connection goes on.
///
/// The connection ends with the answer when the server drains, and when the peer has not sent its whole request:
/// what is left of it could not be told from a next one.
final class Answering implements io.vertx.core.Handler<Void> {
    private static final Logger LOG = LoggerFactory.getLogger(Answering.class);

    private final ServerState server;
    private final HttpServerRequest http;
    private final Body body;
    private final Response response;
    private final Outcome outcome;
    private boolean closing;

    /// What becomes of the connection. Called once, on the event loop.
    interface Outcome {
        /// The next request may come.
        void next();

        /// The answer is out and the peer still sends: it gets a moment to read before the connection is closed.
        void linger();

        void close();

        /// Whether the connection must end with this answer: where the request ends cannot be said for certain.
        boolean isLast();

        /// The connection ends with this answer, which is about to be written.
        void ending();

        /// What `X-Request-Id` says.
        String requestId();
    }

    Answering(ServerState server, HttpServerRequest http, Body body, Response response, Outcome outcome) {
        this.server = server;
        this.http = http;
        this.body = body;
        this.response = response;
        this.outcome = outcome;
    }

    /// Writes an answer that is whole, or only the head of one. On the event loop.
    @Override
    public void handle(Void unused) {
        try {
            HttpServerResponse out = http.response();
            byte[] bytes = response.wholeBody();
            writeHead(response.body() instanceof Response.Stream stream ? stream.length() : bytes.length);
            end(bytes.length == 0 || isHead(http) ? out.end() : out.end(Buffer.buffer(bytes)));
        } catch (RuntimeException e) {
            // Whatever Vert.x will not write: the exchange must end all the same, or nobody would ever drop it.
            LOG.warn("{}: an answer could not be written", outcome.requestId(), e);
            outcome.close();
        }
    }

    /// Sends an answer that is a stream, and closes the stream. On the virtual thread; returns when all is sent.
    void pump(Response.Stream stream, Context context) {
        HttpServerResponse out = http.response();
        Duration stall = server.config().timeouts().idle();
        try (InputStream in = stream.in()) {
            context.runOnContext(v -> writeHead(stream.length()));
            new StreamPump(out, context, stall, server.config().timeouts().stream()).send(in, stream.length());
            context.runOnContext(v -> end(out.end()));
        } catch (IOException | InterruptedException | RuntimeException | Error e) {
            // The status is out: cutting the connection is the only way left to say that it went wrong.
            LOG.debug("{}: a stream was cut off", outcome.requestId(), e);
            context.runOnContext(v -> outcome.close());
        }
    }

    static boolean isHead(HttpServerRequest http) {
        return http.method().equals(io.vertx.core.http.HttpMethod.HEAD);
    }

    private void writeHead(long length) {
        // HTTP/1.0 knows no chunks: there, the end of the connection is the end of the body.
        boolean endless = length < 0 && http.version() == HttpVersion.HTTP_1_0;
        closing = endless || server.isDraining() || body.isPending() || outcome.isLast();
        if (closing) {
            outcome.ending();
        }
        ResponseHead.write(response, outcome.requestId(), length, closing, http.response());
    }

    private void end(Future<Void> sent) {
        if (!closing) {
            outcome.next();
            return;
        }
        sent.onComplete(v -> {
            if (sent.failed() || !body.isPending()) {
                outcome.close();
            } else {
                outcome.linger();
                http.handler(null);
                http.endHandler(e -> outcome.close());
                http.resume();
            }
        });
    }
}
