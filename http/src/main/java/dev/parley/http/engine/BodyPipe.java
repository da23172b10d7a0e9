package dev.parley.http.engine;

import dev.parley.core.problem.ProblemType;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The body of a request as a stream, from the event loop that receives it to the virtual thread that reads it.
/// At most [#WINDOW] pieces are on the way: a peer that sends faster than the reader reads is held back by TCP.
final class BodyPipe extends InputStream {
    private static final int WINDOW = 8;
    private static final byte[] NONE = {};

    private final HttpServerRequest http;
    private final Context context;
    private final long limitBytes;
    private final Duration stall;
    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();

    // Of the reading thread only.
    private byte[] current = NONE;
    private int position;
    private long readBytes;
    private int taken;
    private boolean started;
    private boolean ended;

    /// What arrives.
    private sealed interface Piece {}

    private record Some(Buffer bytes) implements Piece {}

    private record End() implements Piece {}

    private record Failure(String why) implements Piece {}

    /// Called on the event loop, while the request is paused.
    ///
    /// @param limitBytes beyond it, reading throws `too-large`
    /// @param stall how long a read waits for the peer
    BodyPipe(HttpServerRequest http, Context context, long limitBytes, Duration stall) {
        this.http = http;
        this.context = context;
        this.limitBytes = limitBytes;
        this.stall = stall;
        http.handler(buffer -> pieces.add(new Some(buffer)));
        http.endHandler(v -> pieces.add(new End()));
        http.exceptionHandler(e -> fail("the peer has gone"));
    }

    /// Ends the stream with an exception, from any thread.
    void fail(String why) {
        pieces.add(new Failure(why));
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == current.length) {
            if (ended) {
                return -1;
            }
            next();
        }
        int count = Math.min(length, current.length - position);
        System.arraycopy(current, position, target, offset, count);
        position += count;
        return count;
    }

    private void next() throws IOException {
        demand();
        switch (await()) {
            case End end -> ended = true;
            case Failure failure -> {
                // Kept for whoever reads on.
                pieces.add(failure);
                throw new IOException(failure.why);
            }
            case Some some -> {
                readBytes += some.bytes.length();
                if (readBytes > limitBytes) {
                    throw ProblemType.TOO_LARGE.because("the body must not exceed " + limitBytes + " bytes");
                }
                current = some.bytes.getBytes();
                position = 0;
                taken++;
            }
        }
    }

    private void demand() {
        if (!started) {
            started = true;
            context.runOnContext(v -> {
                if (HeadRules.awaitsContinue(http)) {
                    http.response().writeContinue();
                }
                http.fetch(WINDOW);
            });
        } else if (taken >= WINDOW / 2) {
            int more = taken;
            taken = 0;
            context.runOnContext(v -> http.fetch(more));
        }
    }

    private Piece await() throws IOException {
        try {
            Piece piece = pieces.poll(stall.toNanos(), TimeUnit.NANOSECONDS);
            if (piece == null) {
                throw Problems.BODY_TIMEOUT.because("nothing of the body came for " + stall.toSeconds() + " s");
            }
            return piece;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the body");
        }
    }
}
