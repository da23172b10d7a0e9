package dev.parley.http.engine;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.VertxConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection, as its event loop sees it. HTTP/1.1: at most one exchange at a time.
///
/// A peer that sends its head byte by byte keeps every idle timer happy for ever (slowloris), so what counts here
/// is not when bytes came but when the last whole thing was done.
final class Connection {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final HttpConnection http;
    private long waitUntilNanos;
    private boolean gone;
    private boolean ending;
    private @Nullable Exchange current;

    Connection(HttpConnection http, Duration headTimeout) {
        this.http = http;
        this.waitUntilNanos = System.nanoTime() + headTimeout.toNanos();
    }

    void begin(Exchange exchange) {
        current = exchange;
    }

    /// `ended` was answered, and the next may come within `idleTimeout`. With pipelining the next may be here
    /// already: Vert.x begins it while the end of the answer before is being written. Then it stays the current
    /// one.
    void next(Exchange ended, Duration idleTimeout) {
        if (current == ended) {
            current = null;
        }
        waitUntilNanos = System.nanoTime() + idleTimeout.toNanos();
    }

    /// The answer now being given is the last on this connection.
    void end() {
        ending = true;
    }

    /// Whether the last answer is being given: a request behind it must not run, since its peer gets no answer to
    /// it.
    boolean isEnding() {
        return ending;
    }

    /// The last answer was given while the peer still sends. Closing at once would reset the connection, and the
    /// answer be lost (RFC 9112 §9.6).
    void linger(Exchange ended) {
        next(ended, LINGER);
    }

    /// Sees to the deadline of what runs; also for a peer that has gone, since its handler has not.
    ///
    /// @return whether the connection is of no use any more
    boolean isOver(long nowNanos) {
        Exchange running = current;
        if (running != null && !running.isDone()) {
            running.sweep(nowNanos);
            return false;
        }
        return gone || nowNanos - waitUntilNanos > 0;
    }

    /// The server waits no longer for what runs.
    void abandon() {
        if (current != null) {
            current.abandon();
        }
    }

    void peerGone() {
        gone = true;
        if (current != null) {
            current.peerGone();
        }
    }

    /// Closes at once. What the peer has not taken is dropped: Vert.x's own `close` first waits until all is
    /// sent, and a peer that does not read would keep its connection for ever.
    ///
    /// What runs stays current: it is told by [#peerGone] like any other whose peer has gone.
    void close() {
        if (gone) {
            return;
        }
        if (http instanceof VertxConnection connection) {
            connection.channelHandlerContext().close();
        } else {
            http.close();
        }
    }
}
