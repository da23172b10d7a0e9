package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.config.ConfigException;
import dev.parley.core.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalKeyEncryptionKeyTest {
    private static final byte[] PLACE = {1, 2, 3};
    private static final Secret KEY = Secret.of("01234567890123456789012345678901");

    private final SecureRandom random = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void isReadAsItWasMade() throws Exception {
        Path file = folder.resolve("kek");
        LocalKeyEncryptionKey made = LocalKeyEncryptionKey.create(file, random);
        LocalKeyEncryptionKey read = LocalKeyEncryptionKey.read(file, random);
        assertThat(read.id()).isEqualTo(made.id()).startsWith("local:");
        assertThat(read.unwrap(made.wrap(KEY, PLACE), PLACE)).isEqualTo(KEY);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasSize(32);
        assertThat(folder.toFile().list()).containsExactly("kek");
    }

    @Test
    void doesNotReplaceKeyThatExists() {
        Path file = folder.resolve("kek");
        LocalKeyEncryptionKey made = LocalKeyEncryptionKey.create(file, random);
        assertThatThrownBy(() -> LocalKeyEncryptionKey.create(file, random))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file.toString());
        assertThat(LocalKeyEncryptionKey.read(file, random).id()).isEqualTo(made.id());
    }

    @Test
    void survivesCreationThatWasCutOff() throws Exception {
        Files.write(folder.resolve("kek.new"), new byte[7]);
        LocalKeyEncryptionKey.create(folder.resolve("kek"), random);
        assertThat(folder.resolve("kek")).hasSize(32);
    }

    @Test
    void refusesFileThatOthersMayRead() throws Exception {
        Path file = folder.resolve("kek");
        LocalKeyEncryptionKey.create(file, random);
        for (String permissions : new String[] {"rw-r-----", "rw----r--", "rw--w----"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            assertThatThrownBy(() -> LocalKeyEncryptionKey.read(file, random))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void refusesFileThatIsAbsentOrOfAnotherLength() throws Exception {
        Path file = folder.resolve("kek");
        assertThatThrownBy(() -> LocalKeyEncryptionKey.read(file, random)).isInstanceOf(ConfigException.class);
        for (int length : new int[] {0, 31, 33, 64}) {
            Files.write(file, new byte[length]);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> LocalKeyEncryptionKey.read(file, random))
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(length + " bytes");
        }
    }

    @Test
    void opensOnlyWhatItWrappedForTheSamePlace() {
        LocalKeyEncryptionKey key = new LocalKeyEncryptionKey(KEY, random);
        LocalKeyEncryptionKey other = new LocalKeyEncryptionKey(Secret.of("11234567890123456789012345678901"), random);
        byte[] wrapped = key.wrap(KEY, PLACE);
        assertThat(key.id()).isNotEqualTo(other.id());
        assertThatThrownBy(() -> other.unwrap(wrapped, PLACE)).isInstanceOf(WrongKeyEncryptionKeyException.class);
        assertThatThrownBy(() -> key.unwrap(wrapped, new byte[] {1, 2, 4}))
                .isInstanceOf(WrongKeyEncryptionKeyException.class);
        wrapped[20] ^= 1;
        assertThatThrownBy(() -> key.unwrap(wrapped, PLACE)).isInstanceOf(WrongKeyEncryptionKeyException.class);
        assertThatThrownBy(() -> new LocalKeyEncryptionKey(Secret.of("short"), random))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
