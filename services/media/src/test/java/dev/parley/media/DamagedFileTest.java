package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.media.Media;
import dev.parley.media.seal.Cases;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFileTest {
    private static final byte[] CONTENT = Cases.bytes(new Random(3), 200_000);

    @TempDir
    private Path folder;

    private RunningMedia media;
    private Media file;
    private Path object;

    @BeforeEach
    void start() throws Exception {
        media = new RunningMedia(folder);
        file = media.upload("data.bin", CONTENT);
        object = media.objectFile(file.id());
    }

    @AfterEach
    void stop() throws Exception {
        media.close();
    }

    @Test
    void refusesAFileWhoseFirstBytesAreDamaged() throws Exception {
        flip(100);

        HttpResponse<byte[]> response = get("bytes=0-");

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(new String(response.body())).contains("media-damaged");
        assertIsRecorded();
    }

    @Test
    void cutsTheConnectionWhereTheDamageBegins() throws Exception {
        flip(150_000);

        assertThatThrownBy(() -> get("bytes=0-")).isInstanceOf(IOException.class);
        assertIsRecorded();
    }

    @Test
    void stillGivesWhatIsWhole() throws Exception {
        flip(150_000);

        assertThat(get("bytes=0-1000").body()).isEqualTo(Arrays.copyOf(CONTENT, 1001));
        assertThat(get("bytes=199990-").body()).isEqualTo(Arrays.copyOfRange(CONTENT, 199_990, 200_000));
    }

    @Test
    void noFlippedByteIsEverGivenOut() throws Exception {
        byte[] whole = Files.readAllBytes(object);
        long sealedBytes = sealedBytes();
        Cases.forEach(60, random -> {
            Files.write(object, whole);
            flip(random.nextInt((int) sealedBytes));
            assertNeverWrong();
        });
    }

    @Test
    void aCutFileIsNotGivenAsAWholeOne() throws Exception {
        byte[] whole = Files.readAllBytes(object);
        Cases.forEach(30, random -> {
            Files.write(object, Arrays.copyOf(whole, random.nextInt(whole.length - 33)));
            assertNeverWrong();
        });
    }

    @Test
    void anotherFileInItsPlaceIsNotGivenForIt() throws Exception {
        Media other = media.upload("data.bin", new byte[200_000]);

        Files.copy(media.objectFile(other.id()), object, java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThat(get("bytes=0-").statusCode()).isEqualTo(500);
        assertThat(get("bytes=150000-").statusCode()).isEqualTo(500);
    }

    @Test
    void aMissingObjectIsDamage() throws Exception {
        Files.delete(object);

        assertThat(get("bytes=0-").statusCode()).isEqualTo(500);
        assertIsRecorded();
    }

    /// Either the right bytes, or a failure that a client cannot take for them.
    private void assertNeverWrong() throws InterruptedException {
        try {
            HttpResponse<byte[]> response = get("bytes=0-");
            if (response.statusCode() < 400) {
                assertThat(response.body()).isEqualTo(CONTENT);
            }
            assertThat(response.statusCode()).isEqualTo(500);
        } catch (IOException e) {
            assertThat(e).isNotNull();
        }
    }

    private void assertIsRecorded() throws InterruptedException {
        media.flushAudit();
        assertThat(media.audit.records).anySatisfy(record -> {
            assertThat(record.action()).isEqualTo("media.damage-found");
            assertThat(record.resource()).isEqualTo(file.id().value());
            assertThat(record.outcome()).isEqualTo(AuditOutcome.FAILURE);
            assertThat(record.requestId()).isNotNull();
        });
    }

    /// The store keeps a hash of its own behind the content, which no read looks at.
    private long sealedBytes() throws IOException {
        return Files.size(object) - 32;
    }

    private void flip(long position) throws IOException {
        try (FileChannel channel = FileChannel.open(object, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            channel.read(one, position);
            one.put(0, (byte) (one.get(0) ^ 1)).flip();
            channel.write(one, position);
        }
    }

    private HttpResponse<byte[]> get(String range) throws IOException, InterruptedException {
        return media.send(media.as(media.ada, RunningMedia.content(file))
                .header("Range", range)
                .build());
    }
}
