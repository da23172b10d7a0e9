package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.media.Media;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdempotentUploadTest {
    @TempDir
    private Path folder;

    private RunningMedia media;

    @BeforeEach
    void start() throws Exception {
        media = new RunningMedia(folder);
    }

    @AfterEach
    void stop() throws Exception {
        media.close();
    }

    @Test
    void theSameUploadAgainIsTheSameFile() throws Exception {
        Media first = file(upload(media.ada, "a.txt", "words"));
        Media second = file(upload(media.ada, "a.txt", "words"));

        assertThat(second).isEqualTo(first);
        assertThat(media.objectFiles()).hasSize(1);
    }

    @Test
    void anotherUploadUnderTheKeyIsRefused() throws Exception {
        upload(media.ada, "a.txt", "words");

        assertThat(upload(media.ada, "a.txt", "others").statusCode()).isEqualTo(422);
        assertThat(upload(media.ada, "b.txt", "words").statusCode()).isEqualTo(422);
        assertThat(new String(upload(media.ada, "b.txt", "words").body())).contains("idempotency-key-reused");
        assertThat(media.objectFiles()).hasSize(1);
    }

    @Test
    void aKeyBelongsToItsUser() throws Exception {
        Media adas = file(upload(media.ada, "a.txt", "words"));
        Media bobs = file(upload(media.bob, "a.txt", "words"));

        assertThat(bobs.id()).isNotEqualTo(adas.id());
    }

    @Test
    void aKeyIsForgottenAfterADay() throws Exception {
        Media first = file(upload(media.ada, "a.txt", "words"));
        media.now.updateAndGet(now -> now.plus(Duration.ofHours(25)));
        Media second = file(upload(media.ada, "a.txt", "words"));

        assertThat(second.id()).isNotEqualTo(first.id());
    }

    @Test
    void uploadsAtTheSameTimeAreOneFile() throws Exception {
        List<Callable<HttpResponse<byte[]>>> uploads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            uploads.add(() -> upload(media.ada, "a.txt", "words"));
        }
        Set<Media> files = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<HttpResponse<byte[]>> done : threads.invokeAll(uploads)) {
                files.add(file(done.get()));
            }
        }

        assertThat(files).hasSize(1);
        assertThat(media.objectFiles()).hasSize(1);
        media.flushAudit();
        assertThat(media.audit.records).hasSize(1);
    }

    private HttpResponse<byte[]> upload(UserId user, String name, String content) throws Exception {
        return media.send(media.uploadAs(user, media.conversation, name, content.getBytes())
                .header("Idempotency-Key", "k-1")
                .build());
    }

    private static Media file(HttpResponse<byte[]> response) throws Exception {
        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(201);
        return Json.parse(response.body(), Media.class);
    }
}
