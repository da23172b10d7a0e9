package dev.parley.client.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the lines of a spool in their order, from the first that is not delivered. A line that is not what was
/// written is handed out as [Damage], never passed over.
final class SpoolReader {
    /// More than the longest line, so that a chunk without a newline is no line of ours.
    private static final int CHUNK_BYTES = 2 * SpoolLine.MAX_BYTES;

    private final Spool spool;

    SpoolReader(Spool spool) {
        this.spool = spool;
    }

    /// What comes next, without moving on: that is for [Spool#delivered(SpoolPosition)].
    ///
    /// @param maxLines lines in the answer
    /// @param maxBytes bytes of them, exceeded by at most one line
    Window read(int maxLines, int maxBytes) throws IOException {
        Window window = new Window(spool.delivered());
        while (window.count() < maxLines && window.bytes < maxBytes) {
            SpoolSegment segment = spool.segmentFrom(window.end.segment());
            if (segment == null) {
                break;
            }
            // Asked before the size: a segment that is followed by another does not grow any more.
            boolean complete = spool.isFollowed(segment);
            long offset = segment.number() == window.end.segment() ? window.end.offset() : 0;
            long left = segment.size() - offset;
            if (left > 0) {
                take(segment, offset, chunk(segment, offset, left), new Room(maxLines, maxBytes), window);
            } else if (complete) {
                window.end = new SpoolPosition(segment.number() + 1, 0);
            } else {
                break;
            }
        }
        return window;
    }

    /// Lines not delivered yet.
    long count() throws IOException {
        long lines = 0;
        SpoolPosition from = spool.delivered();
        SpoolSegment segment = spool.segmentFrom(from.segment());
        while (segment != null) {
            long offset = segment.number() == from.segment() ? from.offset() : 0;
            while (offset < segment.size()) {
                byte[] chunk = chunk(segment, offset, segment.size() - offset);
                for (byte b : chunk) {
                    lines += b == '\n' ? 1 : 0;
                }
                offset += chunk.length;
            }
            segment = spool.segmentFrom(segment.number() + 1);
        }
        return lines;
    }

    private static byte[] chunk(SpoolSegment segment, long offset, long left) throws IOException {
        byte[] chunk = new byte[(int) Math.min(left, CHUNK_BYTES)];
        try (RandomAccessFile in = new RandomAccessFile(segment.file().toFile(), "r")) {
            in.seek(offset);
            in.readFully(chunk);
        }
        return chunk;
    }

    /// Adds the whole lines of a chunk to the window, as many as there is room for.
    private static void take(SpoolSegment segment, long offset, byte[] chunk, Room room, Window window) {
        int start = 0;
        for (int i = 0; i < chunk.length && window.count() < room.lines && window.bytes < room.bytes; i++) {
            if (chunk[i] == '\n') {
                window.add(segment.number(), offset + start, Arrays.copyOfRange(chunk, start, i));
                start = i + 1;
            }
        }
        if (start == 0) {
            window.damaged.add(new Damage(new SpoolPosition(segment.number(), offset), chunk, "it has no end"));
            start = chunk.length;
        }
        window.bytes += start;
        window.end = new SpoolPosition(segment.number(), offset + start);
    }

    private record Room(int lines, int bytes) {}

    /// A stretch of the spool.
    static final class Window {
        private final List<SpoolLine> lines = new ArrayList<>();
        private final List<Damage> damaged = new ArrayList<>();
        private SpoolPosition end;
        private int bytes;

        private Window(SpoolPosition start) {
            this.end = start;
        }

        List<SpoolLine> lines() {
            return lines;
        }

        List<Damage> damaged() {
            return damaged;
        }

        /// Where the next window begins.
        SpoolPosition end() {
            return end;
        }

        int count() {
            return lines.size() + damaged.size();
        }

        private void add(long segment, long offset, byte[] line) {
            try {
                lines.add(SpoolLine.decode(line));
            } catch (IOException e) {
                damaged.add(new Damage(new SpoolPosition(segment, offset), line, String.valueOf(e.getMessage())));
            }
        }
    }

    /// A line that the disk, or somebody, changed.
    ///
    /// @param line as it was found
    record Damage(
            SpoolPosition position,
            @SuppressWarnings("ArrayRecordComponent") byte[] line,
            @Nullable String why) {}
}
