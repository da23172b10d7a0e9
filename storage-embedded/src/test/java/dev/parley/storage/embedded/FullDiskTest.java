package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Storage in a process whose files may not grow beyond a limit, which the system refuses like a full disk: every
/// engine says that it is unavailable, keeps what it acknowledged, and goes on once there is room.
class FullDiskTest {
    /// Blocks of 512 bytes: 8 MiB, more than the native library of SQLite that is unpacked first.
    private static final int FILE_BLOCKS = 16_384;

    @TempDir
    private Path folder;

    @Test
    void refusesWhatDoesNotFitAndKeepsWhatDid() throws Exception {
        List<String> said = fillUp();
        assertThat(said)
                .contains(
                        "documents are read",
                        "documents go on",
                        "index takes what fits",
                        "no object by half",
                        "objects take what fits");
        int written = said.stream()
                .filter(line -> line.matches("documents \\d+"))
                .mapToInt(line -> Integer.parseInt(line.substring("documents ".length())))
                .sum();
        assertThat(written).isPositive();
        try (EmbeddedStorage storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system())) {
            storage.documents().declare(List.of(FullDisk.FILLINGS));
            for (int n = 0; n < written; n++) {
                assertThat(storage.documents().get(TenantId.DEFAULT, FullDisk.FILLINGS, "f" + n))
                        .isPresent();
            }
            assertThat(storage.documents().get(TenantId.DEFAULT, FullDisk.FILLINGS, "room"))
                    .isPresent();
            storage.documents().transact(TenantId.DEFAULT, transaction -> {
                transaction.insert(FullDisk.FILLINGS, "after", new FullDisk.Filling("there is room"));
                return true;
            });
            try (Secret key = Secret.of(new byte[32])) {
                SearchIndex index = storage.search(key);
                assertThat(hits(index, "first")).isEqualTo(1);
                assertThat(hits(index, "second")).isEqualTo(1);
            }
        }
        try (var incoming = Files.list(folder.resolve("objects/incoming"))) {
            assertThat(incoming).isEmpty();
        }
    }

    private static int hits(SearchIndex index, String text) {
        return index.search(TenantId.DEFAULT, "texts", new SearchQuery(text, Map.of(), null, 10))
                .hits()
                .size();
    }

    private List<String> fillUp() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -S -f " + FILE_BLOCKS + "; exec \"$0\" \"$@\"",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        FullDisk.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = process.inputReader()) {
            List<String> said = out.readAllLines();
            assertThat(process.waitFor()).as("%s", said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }
}
