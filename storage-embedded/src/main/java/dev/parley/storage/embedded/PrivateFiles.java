package dev.parley.storage.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Set;

/// Files and folders that only their owner may read, write and enter (`rw-------`, `rwx------`), and the calls that
/// make their names survive a loss of power. Where the file system knows no POSIX permissions, its own rules hold.
public final class PrivateFiles {
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFiles() {}

    /// Makes the folder and those above it. Folders that exist keep their permissions.
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, attributes(folder, FOLDER));
    }

    public static void createFileIfAbsent(Path file) throws IOException {
        try {
            Files.createFile(file, attributes(file, FILE));
        } catch (FileAlreadyExistsException e) {
            restrict(file);
        }
    }

    /// Opens a new file for writing.
    public static FileChannel create(Path file) throws IOException {
        return FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), attributes(file, FILE));
    }

    /// Takes all rights on a file away from others than its owner.
    public static void restrict(Path file) throws IOException {
        if (knowsPermissions(file)) {
            Files.setPosixFilePermissions(file, FILE);
        }
    }

    /// Takes all rights on a folder away from others than its owner.
    public static void restrictFolder(Path folder) throws IOException {
        if (knowsPermissions(folder)) {
            Files.setPosixFilePermissions(folder, FOLDER);
        }
    }

    /// Makes the names in a folder durable: without it a file that was written and renamed can be gone after a
    /// loss of power (fsync(2), NOTES).
    public static void syncFolder(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// The folder that a file inside our folders lies in.
    static Path parentOf(Path file) {
        return Objects.requireNonNull(file.getParent(), "only the root of a file system has none");
    }

    private static FileAttribute<?>[] attributes(Path file, Set<PosixFilePermission> permissions) {
        return knowsPermissions(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
