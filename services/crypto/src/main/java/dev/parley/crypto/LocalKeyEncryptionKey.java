package dev.parley.crypto;

import dev.parley.core.config.ConfigException;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// A key-encryption key of 32 bytes that this process holds in memory, read from a file that only its owner may
/// read.
///
/// It wraps with AES-256-GCM and random nonces. It wraps once per tenant, far below the 2^32 of SP 800-38D §8.3.
public final class LocalKeyEncryptionKey implements KeyEncryptionKey {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    private final AesGcm gcm;
    private final SecretKey key;
    private final String id;

    /// @param key 32 bytes, which the caller may wipe afterwards
    public LocalKeyEncryptionKey(Secret key, SecureRandom random) {
        byte[] bytes = key.reveal();
        if (bytes.length != AesGcm.KEY_BYTES) {
            throw new IllegalArgumentException("a key-encryption key has 32 bytes, not " + bytes.length);
        }
        this.gcm = new AesGcm(random);
        this.key = new SecretKeySpec(bytes, "AES");
        this.id = "local:" + fingerprint(bytes);
        Arrays.fill(bytes, (byte) 0);
    }

    /// Reads the key from `file`.
    ///
    /// @throws ConfigException naming the file, when it is absent, not of 32 bytes, or others than its owner may
    ///     read it
    public static LocalKeyEncryptionKey read(Path file, SecureRandom random) {
        byte[] bytes;
        try {
            refuseOtherReaders(file);
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new ConfigException("the key-encryption key " + file + " cannot be read: " + e);
        }
        if (bytes.length != AesGcm.KEY_BYTES) {
            throw new ConfigException("the key-encryption key " + file + " has " + bytes.length + " bytes, not 32");
        }
        try (Secret secret = Secret.of(bytes)) {
            return new LocalKeyEncryptionKey(secret, random);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    /// Makes a new key in `file`, which must not exist. Durable when this returns: a tenant's root key must not
    /// outlive the only key that opens it.
    ///
    /// @throws ConfigException naming the file, when it exists or cannot be written
    public static LocalKeyEncryptionKey create(Path file, SecureRandom random) {
        byte[] bytes = new byte[AesGcm.KEY_BYTES];
        random.nextBytes(bytes);
        try (Secret secret = Secret.of(bytes)) {
            writeDurably(file, bytes);
            return new LocalKeyEncryptionKey(secret, random);
        } catch (IOException e) {
            throw new ConfigException("the key-encryption key " + file + " cannot be made: " + e);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public byte[] wrap(Secret secret, byte[] associatedData) {
        byte[] bytes = secret.reveal();
        try {
            return gcm.seal(key, bytes, associatedData);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public Secret unwrap(byte[] wrapped, byte[] associatedData) {
        byte[] bytes = gcm.open(key, wrapped, associatedData)
                .orElseThrow(
                        () -> new WrongKeyEncryptionKeyException("key-encryption key " + id + " did not wrap this"));
        try {
            return Secret.of(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static void refuseOtherReaders(Path file) throws IOException {
        if (!isPosix(file)) {
            return;
        }
        Set<PosixFilePermission> others = EnumSet.copyOf(Files.getPosixFilePermissions(file));
        others.removeAll(EnumSet.of(
                PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));
        if (!others.isEmpty()) {
            throw new ConfigException("the key-encryption key " + file
                    + " may be read by others than its owner: chmod 600 it, and replace it if it was seen");
        }
    }

    /// Under another name first: after a loss of power the file is there whole or not at all.
    private static void writeDurably(Path file, byte[] bytes) throws IOException {
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Path unfinished = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(unfinished);
        FileAttribute<?>[] attributes = isPosix(folder)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
        Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(unfinished, options, attributes)) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        if (isPosix(folder)) {
            // The name is durable only with its folder.
            try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
    }

    private static boolean isPosix(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS)
                && path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /// 64 bits of a hash of the key under its own prefix: enough to tell keys apart, useless to find one.
    private static String fingerprint(byte[] key) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            sha256.update("parley key-encryption key id\0".getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(sha256.digest(key), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
