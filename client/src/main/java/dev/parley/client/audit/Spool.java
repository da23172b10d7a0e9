package dev.parley.client.audit;

import dev.parley.core.problem.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Lines on disk, in segments that are deleted once they are delivered. One process at a time.
///
/// How callers share the disk: each adds its line to the batch that is being gathered and then waits for the right
/// to write; whoever gets it writes everything gathered so far in one call, and those behind it find their line
/// written. So a lone caller pays one write and a crowd shares one. Syncs are shared in the same way, and run
/// beside writes.
///
/// Locks, always taken in this order: `writing`, `syncing`, `gathering`.
final class Spool implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Spool.class);

    private final Path folder;
    private final long maxBytes;
    private final long segmentBytes;
    private final RandomAccessFile lockFile;
    private final RandomAccessFile deliveredFile;
    private final NavigableMap<Long, SpoolSegment> segments = new ConcurrentSkipListMap<>();

    // Of the delivering thread.
    private SpoolPosition delivered;

    private final ReentrantLock gathering = new ReentrantLock();
    private Batch gathered = new Batch();

    private final ReentrantLock writing = new ReentrantLock();
    private SpoolSegment active;
    private RandomAccessFile out;
    private volatile long appendedBytes;
    private volatile @Nullable IOException broken;

    // Fair: whoever was synced by another would else wait behind callers that came later, again and again.
    private final ReentrantLock syncing = new ReentrantLock(true);
    private volatile long syncedBytes;

    private Spool(Path folder, long maxBytes, RandomAccessFile lockFile) throws IOException {
        this.folder = folder;
        this.maxBytes = maxBytes;
        // Small enough that a full disk is free again soon after delivery goes on.
        this.segmentBytes = Math.min(8L << 20, maxBytes / 8);
        this.lockFile = lockFile;
        this.deliveredFile = OwnerOnly.file(folder.resolve("delivered"));
        this.delivered = SpoolPosition.read(deliveredFile).orElse(SpoolPosition.START);
        recover();
        // Above every number that was ever delivered: a number used twice would hide what is in its second file.
        long newest = segments.isEmpty() ? 0 : segments.lastKey();
        this.active = new SpoolSegment(folder, Math.max(newest, delivered.segment()) + 1, 0);
        this.out = create(active);
    }

    /// @throws IOException when the folder cannot be used or another process uses it
    static Spool open(Path folder, long maxBytes) throws IOException {
        OwnerOnly.folder(folder);
        RandomAccessFile lockFile = OwnerOnly.file(folder.resolve("lock"));
        try {
            FileLock lock = lockFile.getChannel().tryLock();
            if (lock == null) {
                throw new IOException("another process uses the audit spool " + folder);
            }
            return new Spool(folder, maxBytes, lockFile);
        } catch (OverlappingFileLockException e) {
            lockFile.close();
            throw new IOException("the audit spool " + folder + " is open already", e);
        } catch (IOException e) {
            lockFile.close();
            throw e;
        }
    }

    /// Whether there is anything behind the place up to which was delivered, in a folder that no process uses.
    static boolean hasUndelivered(Path folder) throws IOException {
        SpoolPosition delivered = SpoolPosition.START;
        Path file = folder.resolve("delivered");
        if (Files.exists(file)) {
            try (RandomAccessFile deliveredFile = new RandomAccessFile(file.toFile(), "r")) {
                delivered = SpoolPosition.read(deliveredFile).orElse(SpoolPosition.START);
            }
        }
        for (SpoolSegment segment : SpoolSegment.in(folder)) {
            boolean behind = segment.number() > delivered.segment() && segment.size() > 0;
            if (behind || (segment.number() == delivered.segment() && segment.size() > delivered.offset())) {
                return true;
            }
        }
        return false;
    }

    /// Adds a line. It survives the end of this process when this returns, and a power cut after the next [#sync].
    ///
    /// @return bytes appended so far, this line included: what to [#sync] up to
    /// @throws StoreUnavailableException when it was not written: full, or the disk fails
    long append(byte[] line) {
        Batch mine = gather(line);
        if (!mine.written) {
            writing.lock();
            try {
                if (!mine.written) {
                    write(takeGathered());
                }
            } finally {
                writing.unlock();
            }
        }
        return mine.end();
    }

    /// Brings everything up to `bytes` to the disk itself.
    ///
    /// @throws StoreUnavailableException when the disk refuses. From then on nothing is taken until a restart:
    ///     after a failed sync nobody can know what the disk holds (Rebello et al., "Can Applications Recover from
    ///     fsync Failures?", USENIX ATC 2020)
    void sync(long bytes) {
        if (syncedBytes >= bytes) {
            return;
        }
        syncing.lock();
        try {
            requireWhole();
            if (syncedBytes < bytes) {
                // Read before the sync: what is appended while it runs belongs to the next one. Older segments were
                // synced when they were left.
                long upTo = appendedBytes;
                out.getFD().sync();
                syncedBytes = upTo;
            }
        } catch (IOException e) {
            throw breakWith(e);
        } finally {
            syncing.unlock();
        }
    }

    void sync() {
        sync(appendedBytes);
    }

    /// The segment with this number, or the next one that exists.
    @Nullable
    SpoolSegment segmentFrom(long number) {
        Map.Entry<Long, SpoolSegment> entry = segments.ceilingEntry(number);
        return entry == null ? null : entry.getValue();
    }

    boolean isFollowed(SpoolSegment segment) {
        return segments.lastKey() > segment.number();
    }

    /// How far the lines are known to be delivered.
    SpoolPosition delivered() {
        return delivered;
    }

    /// Remembers that everything before this position is delivered, and deletes the segments that are so wholly.
    void delivered(SpoolPosition position) throws IOException {
        position.write(deliveredFile);
        delivered = position;
        for (SpoolSegment old : segments.headMap(position.segment()).values()) {
            Files.deleteIfExists(old.file());
            segments.remove(old.number());
        }
    }

    long bytesOnDisk() {
        long bytes = 0;
        for (SpoolSegment segment : segments.values()) {
            bytes += segment.size();
        }
        return bytes;
    }

    Path folder() {
        return folder;
    }

    @Override
    public void close() throws IOException {
        writing.lock();
        syncing.lock();
        try (lockFile;
                deliveredFile) {
            if (broken == null) {
                out.getFD().sync();
                syncedBytes = appendedBytes;
                broken = new IOException("closed");
            }
            out.close();
        } finally {
            syncing.unlock();
            writing.unlock();
        }
    }

    private Batch gather(byte[] line) {
        gathering.lock();
        try {
            requireWhole();
            if (bytesOnDisk() + gathered.lines.size() + line.length > maxBytes) {
                throw new SpoolFullException(maxBytes);
            }
            gathered.lines.writeBytes(line);
            return gathered;
        } finally {
            gathering.unlock();
        }
    }

    private Batch takeGathered() {
        gathering.lock();
        try {
            Batch taken = gathered;
            gathered = new Batch();
            return taken;
        } finally {
            gathering.unlock();
        }
    }

    private void write(Batch batch) {
        byte[] lines = batch.lines.toByteArray();
        try {
            requireWhole();
            if (active.size() > 0 && active.size() + lines.length > segmentBytes) {
                roll();
            }
            active.append(out, lines, lines.length);
            batch.end = appendedBytes + lines.length;
            appendedBytes = batch.end;
        } catch (IOException | RuntimeException e) {
            batch.failure = e;
        } finally {
            batch.written = true;
        }
    }

    private void roll() throws IOException {
        SpoolSegment next = new SpoolSegment(folder, active.number() + 1, 0);
        RandomAccessFile created = create(next);
        syncing.lock();
        try {
            out.getFD().sync();
            syncedBytes = appendedBytes;
            out.close();
            out = created;
            active = next;
        } catch (IOException e) {
            throw breakWith(e);
        } finally {
            syncing.unlock();
        }
    }

    private RandomAccessFile create(SpoolSegment segment) throws IOException {
        RandomAccessFile file = OwnerOnly.file(segment.file());
        OwnerOnly.syncFolder(folder);
        segments.put(segment.number(), segment);
        return file;
    }

    private void recover() throws IOException {
        for (SpoolSegment segment : SpoolSegment.in(folder)) {
            segments.put(segment.number(), segment);
        }
        if (!segments.isEmpty()) {
            SpoolSegment newest = segments.lastEntry().getValue();
            long cut = newest.cutTornTail();
            if (newest.size() == 0) {
                Files.delete(newest.file());
                segments.remove(newest.number());
            }
            if (cut > 0) {
                LOG.info(
                        "cut an unfinished line of {} bytes off the audit spool; nobody was told that it is kept", cut);
            }
        }
    }

    private void requireWhole() {
        IOException cause = broken;
        if (cause != null) {
            throw new StoreUnavailableException("the audit spool takes nothing until a restart", cause);
        }
    }

    private StoreUnavailableException breakWith(IOException cause) {
        broken = cause;
        LOG.error("the audit spool {} could not be synced; it takes nothing until a restart", folder, cause);
        return new StoreUnavailableException("the audit spool could not be synced", cause);
    }

    /// Lines that are written in one call.
    private static final class Batch {
        private final ByteArrayOutputStream lines = new ByteArrayOutputStream(1024);
        private long end;
        private @Nullable Exception failure;
        private volatile boolean written;

        long end() {
            if (failure instanceof StoreUnavailableException refusal) {
                throw refusal;
            }
            if (failure != null) {
                throw new StoreUnavailableException("the audit spool could not be written", failure);
            }
            return end;
        }
    }
}
