package dev.parley.http.engine;

import dev.parley.core.problem.ProblemType;
import dev.parley.http.Operation;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The body of one request. A small one is collected on the event loop before the request's thread starts: that
/// is the fast way. A large or streamed one stays with the peer until somebody reads it, so that nobody fills the
/// memory before authentication. One that declares itself too large is not read at all.
///
/// [#receive] and what it sets up run on the event loop; [#bytes] and [#stream] on the virtual thread that is
/// started afterwards.
final class Body {
    /// The largest body that is collected before authentication.
    private static final int EAGER_BYTES = 64 * 1024;

    private static final byte[] NONE = {};

    private final HttpServerRequest http;
    private final boolean present;
    private byte @Nullable [] whole = NONE;
    private @Nullable BodyPipe pipe;
    private long limit;
    private boolean closed;

    Body(HttpServerRequest http) {
        this.http = http;
        String length = http.headers().get(HttpHeaders.CONTENT_LENGTH);
        this.present = length == null ? http.headers().contains(HttpHeaders.TRANSFER_ENCODING) : !length.equals("0");
    }

    /// Whether the peer has yet to send some of it.
    boolean isPending() {
        return present && !http.isEnded();
    }

    /// Sets the body up, and runs `ready` once the request's thread may start: now, or when a small body is
    /// there.
    ///
    /// @param operation null when no route matches: then the body is of no interest
    /// @param stall how long a read of a streamed body waits for the peer
    void receive(@Nullable Operation operation, long limitBytes, Duration stall, Runnable ready) {
        limit = limitBytes;
        if (!present || operation == null) {
            ready.run();
            return;
        }
        whole = null;
        String length = http.headers().get(HttpHeaders.CONTENT_LENGTH);
        long declared = length == null ? limitBytes : Long.parseLong(length);
        if (declared > limitBytes) {
            http.pause();
            ready.run();
        } else if (operation.streaming() || declared > EAGER_BYTES) {
            http.pause();
            pipe = new BodyPipe(http, context(), limitBytes, stall);
            ready.run();
        } else {
            collect(ready);
        }
    }

    private static Context context() {
        Context context = io.vertx.core.Vertx.currentContext();
        if (context == null) {
            throw new IllegalStateException("bodies are set up on an event loop");
        }
        return context;
    }

    private void collect(Runnable ready) {
        if (HeadRules.awaitsContinue(http)) {
            http.response().writeContinue();
        }
        Collector collector = new Collector(ready);
        http.handler(collector);
        http.endHandler(v -> collector.end());
    }

    /// The pieces of a small body. Mostly there is one.
    private final class Collector implements io.vertx.core.Handler<Buffer> {
        private final Runnable ready;
        private @Nullable Buffer first;
        private @Nullable ByteArrayOutputStream all;
        private long length;
        private boolean over;

        Collector(Runnable ready) {
            this.ready = ready;
        }

        @Override
        public void handle(Buffer piece) {
            if (over || closed) {
                return;
            }
            length += piece.length();
            if (length > limit) {
                // What follows is dropped as it comes.
                over = true;
                ready.run();
            } else if (first == null) {
                first = piece;
            } else {
                append(first, piece);
            }
        }

        private void append(Buffer before, Buffer piece) {
            ByteArrayOutputStream target = all;
            if (target == null) {
                target = new ByteArrayOutputStream();
                target.writeBytes(before.getBytes());
                all = target;
            }
            target.writeBytes(piece.getBytes());
        }

        void end() {
            if (!over && !closed) {
                whole = all != null ? all.toByteArray() : first == null ? NONE : first.getBytes();
                ready.run();
            }
        }
    }

    /// Nobody will read it any more: what still comes is dropped.
    void close() {
        closed = true;
    }

    /// Ends a streamed body with an exception, from any thread.
    void fail(String why) {
        if (pipe != null) {
            pipe.fail(why);
        }
    }

    boolean isStreamed() {
        return pipe != null;
    }

    byte[] bytes() throws IOException {
        byte[] known = whole;
        if (known == null) {
            known = stream().readAllBytes();
            whole = known;
        }
        return known;
    }

    InputStream stream() {
        byte[] known = whole;
        if (known != null) {
            return new ByteArrayInputStream(known);
        }
        if (pipe == null) {
            throw ProblemType.TOO_LARGE.because("the body must not exceed " + limit + " bytes");
        }
        return pipe;
    }
}
