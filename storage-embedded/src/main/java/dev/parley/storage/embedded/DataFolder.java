package dev.parley.storage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The folder that holds everything, open in this process alone. The lock is the operating system's, on a file
/// `lock`: a process that dies leaves none behind.
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// @throws FolderInUseException when another process, or this one, has it open
    /// @throws FolderUnusableException when it cannot be read, written or created
    public static DataFolder open(Path path) {
        Path folder = path.toAbsolutePath().normalize();
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.restrictFolder(folder);
            if (!Files.isReadable(folder) || !Files.isWritable(folder)) {
                throw new AccessDeniedException(folder.toString());
            }
            return lock(folder);
        } catch (IOException e) {
            throw new FolderUnusableException(folder, reason(e), e);
        }
    }

    private static DataFolder lock(Path folder) throws IOException {
        Path file = folder.resolve("lock");
        PrivateFiles.createFileIfAbsent(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = tryLock(channel);
        } finally {
            if (lock == null) {
                channel.close();
            }
        }
        if (lock == null) {
            throw new FolderInUseException(folder);
        }
        return new DataFolder(folder, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null; // Held by this process, which the operating system would allow.
        }
    }

    private static String reason(IOException failure) {
        return failure.getClass().getSimpleName() + " " + failure.getMessage();
    }

    /// A folder inside, made if absent.
    Path subfolder(String name) {
        Path folder = path.resolve(name);
        try {
            PrivateFiles.createFolders(folder);
            return folder;
        } catch (IOException e) {
            throw new FolderUnusableException(folder, reason(e), e);
        }
    }

    Path file(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new FolderUnusableException(path, reason(e), e);
        }
    }
}
