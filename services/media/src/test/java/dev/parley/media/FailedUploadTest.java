package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.media.Media;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailedUploadTest {
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
    void aDocumentThatCannotBeWrittenTakesItsObjectWithIt() throws Exception {
        media.documents.failInsteadOfCommit(new StoreUnavailableException("no disk"));

        assertThatThrownBy(() -> upload("k")).hasMessage("no disk");

        assertThat(media.objectFiles()).isEmpty();
        assertThat(upload("k").sizeBytes()).isEqualTo(10);
    }

    @Test
    void afterACommitThatMayHaveHappenedTheSameKeyFindsTheFile() throws Exception {
        media.documents.failAfterCommit(new AmbiguousCommitException("no answer", new IOException()));

        assertThatThrownBy(() -> upload("k")).isInstanceOf(AmbiguousCommitException.class);
        Media found = upload("k");

        assertThat(media.objectFiles()).containsExactly(media.objectFile(found.id()));
    }

    @Test
    void afterACommitThatDidNotHappenTheSweepRemovesTheObject() throws Exception {
        media.documents.failInsteadOfCommit(new AmbiguousCommitException("no answer", new IOException()));

        assertThatThrownBy(() -> upload("k")).isInstanceOf(AmbiguousCommitException.class);
        assertThat(media.objectFiles()).hasSize(1);
        media.now.updateAndGet(now -> now.plus(Duration.ofHours(25)));

        assertThat(media.sweep.sweep(TenantId.DEFAULT)).isOne();
        assertThat(media.objectFiles()).isEmpty();
    }

    @Test
    void contentThatBreaksOffLeavesNothing() throws Exception {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        };
        InputStream late = new SequenceInputStream(new ByteArrayInputStream(new byte[300_000]), broken);

        for (InputStream content : new InputStream[] {broken, late}) {
            assertThatThrownBy(
                            () -> media.files.upload(media.caller(media.ada), media.conversation, "a", null, content))
                    .isInstanceOf(UncheckedIOException.class);
        }
        assertThat(media.objectFiles()).isEmpty();
    }

    private Media upload(String key) {
        return media.files.upload(
                media.caller(media.ada), media.conversation, "a", key, new ByteArrayInputStream(new byte[10]));
    }
}
