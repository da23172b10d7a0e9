package dev.parley.media;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.media.Media;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealedAtRestTest {
    @TempDir
    private Path folder;

    @Test
    void nothingOfAFileLiesOnDiskInTheClear() throws Exception {
        Media file;
        try (RunningMedia media = new RunningMedia(folder)) {
            file = media.upload(
                    "redundancies-2027.txt",
                    "The secret sentence of the whole file. ".repeat(5000).getBytes());
        }

        List<Path> all;
        try (Stream<Path> walked = Files.walk(folder)) {
            all = walked.filter(Files::isRegularFile).toList();
        }
        assertThat(all).anyMatch(path -> path.toString().contains(file.id().value()));
        for (Path path : all) {
            String bytes = new String(Files.readAllBytes(path), ISO_8859_1);
            assertThat(bytes.contains("secret sentence"))
                    .as("content in %s", path)
                    .isFalse();
            assertThat(bytes.contains("redundancies")).as("name in %s", path).isFalse();
            assertThat(bytes.contains(file.sha256())).as("hash in %s", path).isFalse();
        }
    }

    @Test
    void theSameFileLooksDifferentEachTime() throws Exception {
        try (RunningMedia media = new RunningMedia(folder)) {
            byte[] content = new byte[1000];
            Path one = media.objectFile(media.upload("a", content).id());
            Path other = media.objectFile(media.upload("a", content).id());

            assertThat(Files.readAllBytes(one)).isNotEqualTo(Files.readAllBytes(other));
        }
    }
}
