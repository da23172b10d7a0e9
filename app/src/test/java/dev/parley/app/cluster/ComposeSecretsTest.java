package dev.parley.app.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.app.SourceTree;
import dev.parley.app.config.ServiceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComposeSecretsTest {
    @TempDir
    Path deploy;

    @Test
    void makesEveryFileThatTheComposeFileMounts() throws IOException {
        ComposeSecrets secrets = new ComposeSecrets(deploy);
        assertThat(secrets.complete()).isFalse();
        secrets.make();
        assertThat(secrets.complete()).isTrue();

        JsonNode compose =
                new YAMLMapper().readTree(SourceTree.read(SourceTree.root().resolve("deploy/compose.yaml")));
        assertThat(compose.path("secrets"))
                .isNotEmpty()
                .allSatisfy(secret ->
                        assertThat(deploy.resolve(secret.path("file").asText())).isNotEmptyFile());
        for (ServiceName service : ServiceName.values()) {
            assertThat(deploy.resolve("secrets/services/" + service.word() + "/service-keys.json"))
                    .isNotEmptyFile();
        }
        assertThat(deploy.resolve(".env")).content().matches("KAFKA_CLUSTER_ID=[A-Za-z0-9_-]{22}\\n");
    }

    @Test
    void givesEachServiceWhatItNeedsAndNoMore() {
        new ComposeSecrets(deploy).make();
        for (ServiceName service : ServiceName.values()) {
            Path own = deploy.resolve("secrets/services/" + service.word());
            assertThat(Files.exists(own.resolve("service.key")))
                    .as(service.word())
                    .isFalse();
            assertThat(Files.exists(own.resolve("key-encryption.key")))
                    .as(service.word())
                    .isEqualTo(service == ServiceName.CRYPTO);
            assertThat(Files.exists(own.resolve("token-sealing.key")))
                    .as(service.word())
                    .isEqualTo(service == ServiceName.AUTH);
        }
    }

    @Test
    void letsOnlyItsOwnerIntoTheFolderAndContainersReadWhatTheyAreGiven() throws IOException {
        new ComposeSecrets(deploy).make();
        assertThat(rights(deploy.resolve("secrets"))).isEqualTo("rwx------");
        assertThat(rights(deploy.resolve(".env"))).isEqualTo("rw-------");
        assertThat(rights(deploy.resolve("secrets/mongodb-password"))).isEqualTo("r--r--r--");
        assertThat(rights(deploy.resolve("secrets/services/auth"))).isEqualTo("rwxr-xr-x");
    }

    @Test
    void leavesWhatIsThere() throws IOException {
        ComposeSecrets secrets = new ComposeSecrets(deploy);
        secrets.make();
        Map<String, String> before = contents();
        Files.delete(deploy.resolve("secrets/redis-password"));
        assertThat(secrets.complete()).isFalse();
        secrets.make();
        Map<String, String> after = contents();
        for (String changed : List.of("redis-password", "redis.conf")) {
            assertThat(after.remove(changed)).isNotEqualTo(before.remove(changed));
        }
        assertThat(after).isEqualTo(before);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        Path folder = deploy.resolve("secrets");
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return contents;
    }

    private static String rights(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
