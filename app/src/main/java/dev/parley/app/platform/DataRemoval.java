package dev.parley.app.platform;

import dev.parley.storage.embedded.FolderInUseException;
import dev.parley.storage.embedded.FolderUnusableException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deletes what Parley keeps in a data folder, and nothing else that may lie there: a mistyped `--data` must not
/// cost somebody their home.
public final class DataRemoval {
    private static final List<String> OURS = List.of(
            "parley.db",
            "parley.db-wal",
            "parley.db-shm",
            "objects",
            "search",
            "spool",
            "secrets",
            "tls-self-signed",
            "lock");

    private DataRemoval() {}

    /// @throws FolderInUseException when a process runs on it
    /// @throws FolderUnusableException when something cannot be deleted
    public static void from(Path folder) {
        if (!Files.exists(folder.resolve("lock"))) {
            return; // Never opened by us: what lies there is not ours.
        }
        try (FileChannel channel = FileChannel.open(folder.resolve("lock"), StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new FolderInUseException(folder);
            }
            for (String name : OURS) {
                delete(folder.resolve(name));
            }
        } catch (OverlappingFileLockException e) {
            throw new FolderInUseException(folder);
        } catch (IOException e) {
            throw new FolderUnusableException(folder, "cannot be deleted: " + e, e);
        }
    }

    private static void delete(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
