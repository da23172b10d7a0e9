package dev.parley.media.seal;

import dev.parley.core.problem.StoreUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/// A read-only channel over something that gives a stream from any position. Reads one after the other share a
/// stream; only a jump opens another. When the stream fails, that is an outage and no property of the content:
/// reads throw a [StoreUnavailableException]. For one thread at a time.
public final class RangedChannel implements SeekableByteChannel {
    private final long size;
    private final Source source;
    private long position;
    private boolean closed;
    private @Nullable InputStream stream;
    private long streamPosition;

    /// @param size bytes there should be; reads find the end there or earlier
    public RangedChannel(long size, Source source) {
        this.size = size;
        this.source = source;
    }

    /// Gives streams over the bytes from `position` on.
    @FunctionalInterface
    public interface Source {
        InputStream from(long position);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        if (position >= size) {
            return -1;
        }
        int wanted = (int) Math.min(target.remaining(), size - position);
        byte[] bytes = target.hasArray() ? target.array() : new byte[wanted];
        int offset = target.hasArray() ? target.arrayOffset() + target.position() : 0;
        int count = readFully(bytes, offset, wanted);
        if (count == 0 && wanted > 0) {
            return -1;
        }
        if (target.hasArray()) {
            target.position(target.position() + count);
        } else {
            target.put(bytes, 0, count);
        }
        position += count;
        streamPosition = position;
        return count;
    }

    private int readFully(byte[] bytes, int offset, int wanted) {
        try {
            return streamAtPosition().readNBytes(bytes, offset, wanted);
        } catch (IOException e) {
            throw new StoreUnavailableException("an object could not be read on", e);
        }
    }

    private InputStream streamAtPosition() throws IOException {
        InputStream current = stream;
        if (current != null && streamPosition == position) {
            return current;
        }
        closeStream();
        InputStream opened = source.from(position);
        stream = opened;
        streamPosition = position;
        return opened;
    }

    private void closeStream() throws IOException {
        InputStream open = stream;
        stream = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        if (newPosition < 0) {
            throw new IllegalArgumentException("a position is not negative: " + newPosition);
        }
        position = newPosition;
        return this;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isOpen() {
        return !closed;
    }

    @Override
    public void close() throws IOException {
        closed = true;
        closeStream();
    }

    @Override
    public int write(ByteBuffer source) {
        throw new NonWritableChannelException();
    }

    @Override
    public SeekableByteChannel truncate(long newSize) {
        throw new NonWritableChannelException();
    }
}
