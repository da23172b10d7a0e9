package dev.parley.app.platform;

import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Arrays;

/// Secrets of 32 bytes, one in each file of a folder that only its owner may enter. A secret that is not there is
/// made.
public final class SecretFiles {
    /// Encrypts the root keys of the tenants. Whoever loses it has lost all data.
    public static final String KEY_ENCRYPTION = "key-encryption.key";
    /// Seals the files of the search indexes. Whoever loses it has them filled again.
    public static final String SEARCH_INDEX = "search-index.key";
    /// Signs the tokens with which the services know one another.
    public static final String SERVICE = "service.key";
    /// Seals the keys that sign access tokens, and refresh tokens.
    public static final String TOKEN_SEALING = "token-sealing.key";

    private static final int LENGTH_BYTES = 32;

    private final Path folder;
    private final SecureRandom random;

    /// @param folder made when absent
    public SecretFiles(Path folder, SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /// The secret of this name, made and durable when there was none.
    ///
    /// @throws SecretUnusableException when the file cannot be read or has another length
    public Secret obtain(String name) {
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.restrictFolder(folder);
            if (!Files.exists(folder.resolve(name))) {
                make(name);
            }
            return read(name);
        } catch (IOException e) {
            throw new SecretUnusableException(folder.resolve(name) + " cannot be used: " + e);
        }
    }

    /// The secret of this name, which must be there.
    ///
    /// @throws SecretUnusableException when it is not, cannot be read or has another length
    public static Secret existing(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            try {
                if (bytes.length != LENGTH_BYTES) {
                    throw new SecretUnusableException(
                            file + " has " + bytes.length + " bytes instead of " + LENGTH_BYTES);
                }
                return Secret.of(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        } catch (IOException e) {
            throw new SecretUnusableException(
                    file + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private Secret read(String name) throws IOException {
        Path file = folder.resolve(name);
        // A copy or a restore may have opened it to others; ssh would refuse it, we close it again.
        PrivateFiles.restrict(file);
        return existing(file);
    }

    private void make(String name) throws IOException {
        byte[] bytes = new byte[LENGTH_BYTES];
        random.nextBytes(bytes);
        // Whole under its name or not at all: a half-written key would be taken for the key.
        Path temporary = folder.resolve(name + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = PrivateFiles.create(temporary)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.syncFolder(folder);
    }
}
