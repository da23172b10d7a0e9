package dev.parley.http;

import io.vertx.core.http.HttpConnection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One connection, as its event loop sees it. HTTP/1.1: at most one exchange at a time.
///
/// A peer that sends its head byte by byte keeps Netty's idle timers happy for ever (slowloris), so what counts
/// here is not when bytes came but when the last whole thing was done.
final class Connection {
    private static final Duration LINGER = Duration.ofSeconds(2);

    private final HttpConnection http;
    private long waitUntilNanos;
    private @Nullable Exchange current;

    Connection(HttpConnection http, Duration headTimeout) {
        this.http = http;
        this.waitUntilNanos = System.nanoTime() + headTimeout.toNanos();
    }

    void begin(Exchange exchange) {
        current = exchange;
    }

    /// The exchange was answered, and the next may come within `idleTimeout`.
    void done(Duration idleTimeout) {
        current = null;
        waitUntilNanos = System.nanoTime() + idleTimeout.toNanos();
    }

    /// The last answer was given while the peer still sends. It gets a moment to read the answer: closing at once
    /// would reset the connection, and the answer be lost (RFC 9112 §9.6).
    void linger() {
        done(LINGER);
    }

    void sweep(long nowNanos) {
        if (current != null) {
            current.sweep(nowNanos);
        } else if (nowNanos - waitUntilNanos > 0) {
            http.close();
        }
    }

    /// Nobody will be served here any more.
    void interrupt() {
        if (current != null) {
            current.abandon();
        }
    }

    void peerGone() {
        if (current != null) {
            current.peerGone();
            current = null;
        }
    }

    void close() {
        http.close();
    }
}
