package dev.parley.client.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// One file of a spool. Its size grows only by whole lines that were written completely, so a reader that stays
/// below [#size] sees no half line. One thread writes at a time; any may read the size.
final class SpoolSegment {
    static final String SUFFIX = ".spool";

    private final long number;
    private final Path file;
    private volatile long size;

    SpoolSegment(Path folder, long number, long size) {
        this.number = number;
        this.file = folder.resolve("%016d%s".formatted(number, SUFFIX));
        this.size = size;
    }

    /// Those that lie in a folder.
    static List<SpoolSegment> in(Path folder) throws IOException {
        List<SpoolSegment> segments = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
                String name = file.getFileName().toString();
                long number = Long.parseLong(name.substring(0, name.length() - SUFFIX.length()));
                segments.add(new SpoolSegment(folder, number, Files.size(file)));
            }
        }
        return segments;
    }

    long number() {
        return number;
    }

    Path file() {
        return file;
    }

    long size() {
        return size;
    }

    /// @param out this segment's file
    void append(RandomAccessFile out, byte[] lines, int length) throws IOException {
        long start = size;
        try {
            out.seek(start);
            out.write(lines, 0, length);
            size = start + length;
        } catch (IOException e) {
            // The half line is overwritten by the next write; if there is none, recovery cuts it.
            cutTo(out, start, e);
            throw e;
        }
    }

    /// Cuts what is after the last newline: a line whose writer was killed before it was told that its record is
    /// kept.
    ///
    /// @return bytes cut
    long cutTornTail() throws IOException {
        byte[] content = Files.readAllBytes(file);
        int end = content.length;
        while (end > 0 && content[end - 1] != '\n') {
            end--;
        }
        if (end < content.length) {
            try (RandomAccessFile out = OwnerOnly.file(file)) {
                out.setLength(end);
            }
        }
        size = end;
        return content.length - (long) end;
    }

    private static void cutTo(RandomAccessFile out, long length, IOException cause) {
        try {
            out.setLength(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }
}
