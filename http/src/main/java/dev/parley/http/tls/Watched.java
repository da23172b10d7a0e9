package dev.parley.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was read from some files, and is read again when they have changed.
///
/// Files are often replaced one after the other, so that for a moment key and certificate do not fit together:
/// what cannot be used is looked at again each time, and the value before is kept until then.
final class Watched<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Watched.class);

    private final List<Path> files;
    private final Supplier<T> reader;
    private volatile T current;
    // Both guarded by this.
    private List<String> seen;
    private String refusal = "";

    /// @param reader throws [TlsException] when the files cannot be used
    Watched(List<Path> files, Supplier<T> reader) {
        this.files = List.copyOf(files);
        this.reader = reader;
        // Before the files are read: what changes meanwhile is seen as a change.
        this.seen = stamps();
        this.current = reader.get();
    }

    T current() {
        return current;
    }

    /// Reads again what has changed.
    ///
    /// @return whether there is a new value
    synchronized boolean look() {
        List<String> now = stamps();
        if (now.equals(seen) && refusal.isEmpty()) {
            return false;
        }
        try {
            T next = reader.get();
            boolean changed = !now.equals(seen);
            seen = now;
            refusal = "";
            current = next;
            if (changed) {
                LOG.info("read again: {}", files);
            }
            return changed;
        } catch (TlsException e) {
            String message = String.valueOf(e.getMessage());
            if (!message.equals(refusal)) {
                LOG.error("{}; what was read before stays in use", message);
            }
            refusal = message;
            return false;
        }
    }

    private List<String> stamps() {
        return files.stream().map(Watched::stamp).toList();
    }

    /// Another file under the same name has another key, also where its time was kept.
    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return "not there";
        }
    }
}
