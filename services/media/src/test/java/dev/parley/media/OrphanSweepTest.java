package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.media.Media;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OrphanSweepTest {
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
    void removesWhatNoDocumentRecords() throws Exception {
        Media file = media.upload("a", new byte[10]);
        orphan();
        orphan();
        pass(Duration.ofHours(25));

        assertThat(media.sweep.sweep(TenantId.DEFAULT)).isEqualTo(2);

        assertThat(media.objectFiles()).containsExactly(media.objectFile(file.id()));
        assertThat(media.send(media.as(media.ada, RunningMedia.content(file)).build())
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void sparesWhatMayStillBeOnItsWay() throws Exception {
        orphan();
        pass(Duration.ofHours(23));

        assertThat(media.sweep.sweep(TenantId.DEFAULT)).isZero();
        assertThat(media.objectFiles()).hasSize(1);
    }

    @Test
    void goesThroughAllPages() throws Exception {
        List<MediaId> kept = new ArrayList<>();
        for (int i = 0; i < 45; i++) {
            orphan();
            if (i % 20 == 0) {
                kept.add(media.upload("a", new byte[1]).id());
            }
            pass(Duration.ofMinutes(1));
        }
        pass(Duration.ofHours(25));

        assertThat(media.sweep.sweep(TenantId.DEFAULT)).isEqualTo(45);
        assertThat(media.store.objects(TenantId.DEFAULT, null, 100)).isEqualTo(kept);
    }

    /// Otherwise the sweep could take the object of an upload that is about to be recorded.
    @Test
    void anUploadThatTakesTooLongIsGivenUp() throws Exception {
        InputStream slow = new ByteArrayInputStream(new byte[100]) {
            @Override
            public synchronized int read(byte[] target, int offset, int length) {
                pass(Duration.ofHours(13));
                return super.read(target, offset, Math.min(length, 60));
            }
        };

        // The head is read before the upload gets its id.
        InputStream lateOnly = new SequenceInputStream(new ByteArrayInputStream(new byte[64 << 10]), slow);
        assertThatThrownBy(() -> media.files.upload(media.caller(media.ada), media.conversation, "a", null, lateOnly))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type().code()).isEqualTo("timeout"));
        assertThat(media.objectFiles()).isEmpty();
    }

    /// What an upload leaves that dies between its two writes.
    private void orphan() {
        media.store.putObject(TenantId.DEFAULT, media.ids.mediaId(), new ByteArrayInputStream(new byte[100]), 1000);
    }

    private void pass(Duration time) {
        media.now.updateAndGet(now -> now.plus(time));
    }
}
