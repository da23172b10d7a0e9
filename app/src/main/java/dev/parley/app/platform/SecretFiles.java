package dev.parley.app.platform;

import dev.parley.client.token.ServiceKeys;
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
import org.jspecify.annotations.Nullable;

/// Secrets of 32 bytes, one in each file of a folder that only its owner may enter.
public final class SecretFiles {
    /// Encrypts the root keys of the tenants. Whoever loses it has lost all data.
    public static final String KEY_ENCRYPTION = "key-encryption.key";
    /// Seals the files of the search indexes. Whoever loses it has them filled again.
    public static final String SEARCH_INDEX = "search-index.key";
    /// What the keys are derived from by which the services know one another.
    public static final String SERVICE = "service.key";
    /// Instead of [#SERVICE] where a process may know the keys of its own services only.
    public static final String SERVICE_KEYS = "service-keys.json";
    /// Seals the keys that sign access tokens, and refresh tokens.
    public static final String TOKEN_SEALING = "token-sealing.key";

    private static final int LENGTH_BYTES = 32;

    private final Path folder;
    private final @Nullable SecureRandom random;

    private SecretFiles(Path folder, @Nullable SecureRandom random) {
        this.folder = folder;
        this.random = random;
    }

    /// A folder in which a secret that is not there is made.
    ///
    /// @param folder made when absent
    public static SecretFiles making(Path folder, SecureRandom random) {
        return new SecretFiles(folder, random);
    }

    /// A folder whose secrets were made elsewhere, for several processes. It is only read.
    public static SecretFiles given(Path folder) {
        return new SecretFiles(folder, null);
    }

    /// The secret of this name.
    ///
    /// @throws SecretUnusableException when the file cannot be read or has another length, or is not there and may
    ///     not be made here
    public Secret obtain(String name) {
        SecureRandom maker = random;
        if (maker == null) {
            return existing(present(name));
        }
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.restrictFolder(folder);
            if (!Files.exists(folder.resolve(name))) {
                make(name, maker);
            }
            return read(name);
        } catch (IOException e) {
            throw new SecretUnusableException(folder.resolve(name) + " cannot be used: " + e);
        }
    }

    /// The keys by which services know one another, as far as this process may know them.
    ///
    /// @throws SecretUnusableException when they cannot be read
    public ServiceKeys serviceKeys() {
        if (random != null || Files.exists(folder.resolve(SERVICE))) {
            try (Secret service = obtain(SERVICE)) {
                return ServiceKeys.of(service);
            }
        }
        Path file = present(SERVICE_KEYS);
        try {
            return ServiceKeys.read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new SecretUnusableException(file + " cannot be used: " + e.getMessage());
        }
    }

    private Path present(String name) {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            throw new SecretUnusableException(
                    file + " is missing; make the secrets of a cluster once, with: parley keys");
        }
        return file;
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

    private void make(String name, SecureRandom maker) throws IOException {
        byte[] bytes = new byte[LENGTH_BYTES];
        maker.nextBytes(bytes);
        try {
            write(folder, name, bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Writes a file that only its owner may read, durably; whole under its name or not at all: half a key would be
    /// taken for the key.
    static void write(Path folder, String name, byte[] content) throws IOException {
        Path temporary = folder.resolve(name + ".new");
        Files.deleteIfExists(temporary);
        try (FileChannel channel = PrivateFiles.create(temporary)) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        PrivateFiles.syncFolder(folder);
    }
}
