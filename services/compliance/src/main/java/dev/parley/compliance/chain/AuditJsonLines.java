package dev.parley.compliance.chain;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.core.json.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// A log as a file: one entry per line, `{"seq":1,"canonical":"…","hash":"…"}`, in order (JSON Lines).
public final class AuditJsonLines {
    /// Longest line that is read. Entries are bounded well below.
    static final int MAX_LINE_BYTES = 256 << 10;

    private AuditJsonLines() {}

    /// Writes all entries. The stream is not closed here.
    public static void write(Iterator<AuditEntry> entries, OutputStream out) throws IOException {
        while (entries.hasNext()) {
            out.write(Json.bytes(entries.next()));
            out.write('\n');
        }
    }

    /// Reads a file while it is iterated over, in constant memory. A line that is no entry comes as one that cannot
    /// be verified, so that verification names it rather than the reader failing. The stream is not closed here.
    ///
    /// The iterator throws [UncheckedIOException] when the stream fails.
    public static Iterator<AuditEntry> read(InputStream in) {
        return new Lines(new BufferedInputStream(in, 64 << 10));
    }

    private static final class Lines implements Iterator<AuditEntry> {
        private final InputStream in;
        private final ByteArrayOutputStream line = new ByteArrayOutputStream(2048);
        private @Nullable AuditEntry next;
        private long lines;

        private Lines(InputStream in) {
            this.in = in;
        }

        @Override
        public boolean hasNext() {
            if (next == null && readLine()) {
                lines++;
                next = entry();
            }
            return next != null;
        }

        @Override
        public AuditEntry next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            AuditEntry entry = next;
            next = null;
            return entry;
        }

        private AuditEntry entry() {
            try {
                if (line.size() <= MAX_LINE_BYTES) {
                    AuditEntry entry = Json.parse(line.toByteArray(), AuditEntry.class);
                    if (entry != null && entry.canonical() != null && entry.hash() != null) {
                        return entry;
                    }
                }
            } catch (IOException e) {
                // Not JSON, or not an entry: the answer is the same as for one whose text is lost.
            }
            return new AuditEntry(lines, "", "");
        }

        /// @return false at the end. Of an overlong line only the beginning is kept
        private boolean readLine() {
            line.reset();
            try {
                int b = in.read();
                if (b < 0) {
                    return false;
                }
                while (b >= 0 && b != '\n') {
                    if (line.size() <= MAX_LINE_BYTES) {
                        line.write(b);
                    }
                    b = in.read();
                }
                return true;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
