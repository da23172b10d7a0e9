package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.object.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Objects as files, each with its hash behind its content ([ObjectFile]).
///
/// An object is written to a temporary file, fsynced, renamed into place, and the folder fsynced: a reader sees it
/// whole or not at all, whenever the machine stops. Sources: rename(2), fsync(2), and Pillai et al., "All File
/// Systems Are Not Created Equal", OSDI 2014. Sad path: a crash leaves a temporary file, which the next opening
/// removes.
public final class FileObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(FileObjectStore.class);
    private static final int MAX_LIST = 1000;

    private final Path root;
    private final Path temporary;
    private final ObjectPaths paths;
    private final AtomicLong serial = new AtomicLong();
    /// Held shared by what relies on a folder being there, alone by what makes or removes folders.
    private final ReadWriteLock folders = new ReentrantReadWriteLock();
    private volatile boolean closed;

    /// @param root a folder of its own, opened by one process at a time
    public FileObjectStore(Path root) {
        this.root = root;
        this.temporary = root.resolve("incoming");
        this.paths = new ObjectPaths(root);
        try {
            PrivateFiles.createFolders(temporary);
            removeLeftovers();
        } catch (IOException e) {
            throw new FolderUnusableException(root, String.valueOf(e.getMessage()), e);
        }
    }

    private void removeLeftovers() throws IOException {
        try (var files = Files.newDirectoryStream(temporary)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }

    @Override
    public StoredObject put(TenantId tenant, String key, InputStream content, long maxBytes) {
        requireOpen();
        Path target = paths.object(tenant, key);
        Path file = temporary.resolve(Long.toString(serial.incrementAndGet()));
        try {
            ObjectFile.Written written = write(file, content, maxBytes);
            moveInto(file, target);
            return new StoredObject(key, written.sizeBytes(), written.sha256());
        } catch (IOException e) {
            throw unavailable("put " + key, e);
        } finally {
            deleteQuietly(file);
        }
    }

    private static ObjectFile.Written write(Path file, InputStream content, long maxBytes) throws IOException {
        try (FileChannel channel = PrivateFiles.create(file)) {
            ObjectFile.Written written = ObjectFile.write(channel, content, maxBytes);
            channel.force(true);
            return written;
        }
    }

    private void moveInto(Path file, Path target) throws IOException {
        Path folder = PrivateFiles.parentOf(target);
        lockWith(folder);
        try {
            Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
            PrivateFiles.syncFolder(folder);
        } finally {
            folders.readLock().unlock();
        }
    }

    /// Takes the shared lock with the folder there. A folder that another put is making counts as there only when
    /// its name is durable, for the objects in it are lost with it.
    private void lockWith(Path folder) throws IOException {
        folders.readLock().lock();
        if (Files.isDirectory(folder)) {
            return;
        }
        folders.readLock().unlock();
        folders.writeLock().lock();
        try {
            createDurably(folder);
            folders.readLock().lock();
        } finally {
            folders.writeLock().unlock();
        }
    }

    /// Makes the folder, and the names of all that had to be made durable, from the root down.
    private void createDurably(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = PrivateFiles.parentOf(folder);
        if (!folder.equals(root)) {
            createDurably(parent);
        }
        PrivateFiles.createFolders(folder);
        PrivateFiles.syncFolder(parent);
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, String key, ByteRange range) {
        requireOpen();
        Path file = paths.object(tenant, key);
        try {
            return Optional.of(ObjectFile.open(file, range));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("open " + key, e);
        }
    }

    @Override
    public Optional<StoredObject> stat(TenantId tenant, String key) {
        requireOpen();
        return stat(paths.object(tenant, key), key);
    }

    private static Optional<StoredObject> stat(Path file, String key) {
        try {
            ObjectFile.Written written = ObjectFile.stat(file);
            return Optional.of(new StoredObject(key, written.sizeBytes(), written.sha256()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw unavailable("stat " + key, e);
        }
    }

    @Override
    public void delete(TenantId tenant, String key) {
        requireOpen();
        Path file = paths.object(tenant, key);
        try {
            if (deleteDurably(file)) {
                removeEmptyFolders(PrivateFiles.parentOf(file), paths.tenant(tenant));
            }
        } catch (IOException e) {
            throw unavailable("delete " + key, e);
        }
    }

    private boolean deleteDurably(Path file) throws IOException {
        folders.readLock().lock();
        try {
            boolean deleted = Files.deleteIfExists(file);
            if (deleted) {
                PrivateFiles.syncFolder(PrivateFiles.parentOf(file));
            }
            return deleted;
        } finally {
            folders.readLock().unlock();
        }
    }

    private void removeEmptyFolders(Path folder, Path last) throws IOException {
        folders.writeLock().lock();
        try {
            for (Path empty = folder; !empty.equals(last); empty = PrivateFiles.parentOf(empty)) {
                Files.deleteIfExists(empty);
            }
        } catch (DirectoryNotEmptyException e) {
            LOG.trace("{} has other objects", folder, e);
        } finally {
            folders.writeLock().unlock();
        }
    }

    @Override
    public List<StoredObject> list(TenantId tenant, String prefix, String after, int limit) {
        requireOpen();
        if (limit < 1 || limit > MAX_LIST) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIST + ": " + limit);
        }
        try {
            return new ObjectListing(prefix, after, limit)
                    .keys(paths.tenant(tenant)).stream()
                            .flatMap(key -> stat(paths.object(tenant, key), key).stream())
                            .toList();
        } catch (IOException e) {
            throw unavailable("list " + prefix, e);
        }
    }

    @Override
    public void check() {
        requireOpen();
        Path file = temporary.resolve("check-" + serial.incrementAndGet());
        try (FileChannel channel = PrivateFiles.create(file)) {
            channel.force(true);
        } catch (IOException e) {
            throw unavailable("check", e);
        } finally {
            deleteQuietly(file);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the object store is closed");
        }
    }

    private static void deleteQuietly(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("{} stays until the next start", file, e);
        }
    }

    private static StoreUnavailableException unavailable(String what, IOException cause) {
        return new StoreUnavailableException("objects: " + what + ": " + cause.getMessage(), cause);
    }
}
