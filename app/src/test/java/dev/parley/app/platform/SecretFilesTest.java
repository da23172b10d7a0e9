package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.secret.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFilesTest {
    @TempDir
    Path data;

    private SecretFiles secrets() {
        return SecretFiles.making(data.resolve("secrets"), new SecureRandom());
    }

    @Test
    void makesASecretOnceAndKeepsIt() {
        Secret made = secrets().obtain(SecretFiles.SERVICE);
        assertThat(made.lengthBytes()).isEqualTo(32);
        assertThat(secrets().obtain(SecretFiles.SERVICE)).isEqualTo(made);
        assertThat(secrets().obtain(SecretFiles.KEY_ENCRYPTION)).isNotEqualTo(made);
    }

    @Test
    void letsOnlyTheOwnerIn() throws Exception {
        Path file = data.resolve("secrets").resolve(SecretFiles.SERVICE);
        secrets().obtain(SecretFiles.SERVICE);
        assertThat(permissions(data.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        secrets().obtain(SecretFiles.SERVICE);
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void startsAnewAfterAHalfWrittenOne() throws Exception {
        Files.createDirectories(data.resolve("secrets"));
        Files.write(data.resolve("secrets").resolve(SecretFiles.SERVICE + ".new"), new byte[7]);
        assertThat(secrets().obtain(SecretFiles.SERVICE).lengthBytes()).isEqualTo(32);
        assertThat(data.resolve("secrets").resolve(SecretFiles.SERVICE + ".new"))
                .doesNotExist();
    }

    @Test
    void refusesAFileThatIsNoSecret() throws Exception {
        Files.createDirectories(data.resolve("secrets"));
        Path file = Files.write(data.resolve("secrets").resolve(SecretFiles.SERVICE), new byte[31]);
        assertThatThrownBy(() -> secrets().obtain(SecretFiles.SERVICE))
                .isInstanceOf(SecretUnusableException.class)
                .hasMessage(file + " has 31 bytes instead of 32");
        assertThatThrownBy(() -> SecretFiles.existing(data.resolve("absent")))
                .isInstanceOf(SecretUnusableException.class)
                .hasMessageStartingWith(data.resolve("absent").toString());
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
