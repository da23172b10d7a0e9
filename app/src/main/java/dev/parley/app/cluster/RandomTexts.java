package dev.parley.app.cluster;

import dev.parley.storage.embedded.PrivateFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.function.Supplier;

/// Passwords and other generated texts in files of a folder that only its owner may enter. One that is there stays.
final class RandomTexts {
    private final Path folder;
    private final SecureRandom random = new SecureRandom();

    RandomTexts(Path folder) {
        this.folder = folder;
        try {
            PrivateFiles.createFolders(folder);
            PrivateFiles.restrictFolder(folder);
        } catch (IOException e) {
            throw new ClusterException(folder + " cannot be used: " + e, e);
        }
    }

    /// A password of 256 random bits in hexadecimal digits.
    String password(String name) {
        return obtain(name, () -> {
            byte[] bytes = new byte[32];
            random.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
    }

    /// 128 random bits in the notation of Kafka's cluster ids.
    String uuid() {
        byte[] bytes = new byte[16];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /// What is in the file of this name, without its last line end; made when there is none.
    String obtain(String name, Supplier<String> maker) {
        Path file = folder.resolve(name);
        try {
            if (!Files.exists(file)) {
                write(file, maker.get() + "\n");
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new ClusterException(file + " cannot be used: " + e, e);
        }
    }

    /// Writes a file that only its owner can read, whole or not at all.
    static void write(Path file, String text) {
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.deleteIfExists(temporary);
            try (FileChannel channel = PrivateFiles.create(temporary)) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be written", e);
        }
    }
}
