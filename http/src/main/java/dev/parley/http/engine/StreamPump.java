package dev.parley.http.engine;

import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Sends a stream at the pace of the peer, from the virtual thread that reads it. At most [#WINDOW] pieces of
/// [#PIECE_BYTES] are unsent at any time.
final class StreamPump {
    private static final int PIECE_BYTES = 32 * 1024;
    private static final int WINDOW = 4;

    private final HttpServerResponse http;
    private final Context context;
    private final Duration stall;
    private final long endNanos;
    private final Semaphore window = new Semaphore(WINDOW);
    private volatile boolean gone;

    /// @param stall how long the peer may take nothing
    /// @param most how long it may take to take all
    StreamPump(HttpServerResponse http, Context context, Duration stall, Duration most) {
        this.http = http;
        this.context = context;
        this.stall = stall;
        this.endNanos = System.nanoTime() + most.toNanos();
    }

    /// Sends all of `in`. Head and end are the caller's.
    ///
    /// @param length what was promised, or -1
    /// @throws IOException when the peer goes away or stalls, or the stream is not of the promised length
    void send(InputStream in, long length) throws IOException, InterruptedException {
        long sent = 0;
        byte[] piece = new byte[PIECE_BYTES];
        int count = in.read(piece);
        while (count >= 0) {
            sent += count;
            if (length >= 0 && sent > length) {
                throw new IOException("the stream is longer than promised");
            }
            if (count > 0) {
                write(Buffer.buffer().appendBytes(piece, 0, count));
            }
            count = in.read(piece);
        }
        if (length >= 0 && sent < length) {
            throw new IOException("the stream is shorter than promised");
        }
    }

    private void write(Buffer piece) throws IOException, InterruptedException {
        if (!window.tryAcquire(stall.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new IOException("the peer took nothing for " + stall);
        }
        if (gone) {
            throw new IOException("the peer has gone");
        }
        if (System.nanoTime() - endNanos > 0) {
            throw new IOException("the peer takes too long");
        }
        context.runOnContext(v -> http.write(piece).onComplete(sent -> {
            gone |= sent.failed();
            window.release();
        }));
    }
}
