package dev.parley.gateway;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// The body of a service's answer as a blocking stream. At most [#AHEAD] chunks are fetched before they are read,
/// so a slow client slows the service down instead of filling memory. Read by one thread.
final class UpstreamBody extends InputStream {
    private static final int AHEAD = 4;
    private static final Duration STALLED = Duration.ofSeconds(60);

    private final HttpClientResponse response;
    // Bounded by AHEAD through what is fetched.
    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private Buffer current = Buffer.buffer();
    private int position;
    private boolean ended;

    private sealed interface Part {
        record Chunk(Buffer bytes) implements Part {}

        record End() implements Part {}

        record Broken(Throwable cause) implements Part {}
    }

    /// @param response paused
    UpstreamBody(HttpClientResponse response) {
        this.response = response;
        response.handler(bytes -> parts.add(new Part.Chunk(bytes)));
        response.endHandler(end -> parts.add(new Part.End()));
        response.exceptionHandler(cause -> parts.add(new Part.Broken(cause)));
        response.fetch(AHEAD);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (position == current.length()) {
            if (ended) {
                return -1;
            }
            advance();
        }
        int count = Math.min(length, current.length() - position);
        current.getBytes(position, position + count, into, offset);
        position += count;
        return count;
    }

    private void advance() throws IOException {
        Part part;
        try {
            part = parts.poll(STALLED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while the service was sending");
        }
        switch (part) {
            case null -> throw new IOException("the service behind stopped sending");
            case Part.Chunk(Buffer bytes) -> {
                current = bytes;
                position = 0;
                response.fetch(1);
            }
            case Part.End end -> ended = true;
            case Part.Broken(Throwable cause) -> throw new UpstreamException(cause);
        }
    }

    /// Gives the connection up when the body was not read to its end.
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            response.request().reset();
        }
    }
}
