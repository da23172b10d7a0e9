package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.api.media.Media;
import dev.parley.core.config.ByteSize;
import dev.parley.core.json.Json;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileUploadTest {
    private static final int MAX = 1 << 20;

    @TempDir
    private Path folder;

    private RunningMedia media;

    @BeforeEach
    void start() throws Exception {
        media = new RunningMedia(folder, ByteSize.ofMiB(1));
    }

    @AfterEach
    void stop() throws Exception {
        media.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image/png",
                "text/html; charset=utf-8",
                "text/plain; charset=iso-8859-1",
                "application/json",
                "multipart/form-data",
                "x/y"
            })
    void believesNoContentType(String claimed) throws Exception {
        HttpResponse<byte[]> response = media.send(request("a.png", HttpRequest.BodyPublishers.ofString("%PDF-1.7 x"))
                .header("Content-Type", claimed)
                .build());

        assertThat(Json.parse(response.body(), Media.class).contentType()).isEqualTo("application/pdf");
    }

    @Test
    void believesNoFileName() throws Exception {
        assertThat(media.upload("holiday.html", Pictures.jpeg()).contentType()).isEqualTo("image/jpeg");
    }

    @Test
    void refusesAnEmptyFile() throws Exception {
        HttpResponse<byte[]> response = media.send(
                media.uploadAs(media.ada, media.conversation, "a", new byte[0]).build());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body())).contains("empty-file");
        assertNothingIsLeft();
    }

    @Test
    void takesAFileOfTheGreatestSize() throws Exception {
        assertThat(media.upload("a", new byte[MAX]).sizeBytes()).isEqualTo(MAX);
    }

    @Test
    void refusesAFileOneByteTooLong() throws Exception {
        HttpResponse<byte[]> response = media.send(media.uploadAs(media.ada, media.conversation, "a", new byte[MAX + 1])
                .build());

        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(new String(response.body())).contains("too-large", "1MiB");
        assertNothingIsLeft();
    }

    @Test
    void refusesTooLongAFileThatDoesNotSayHowLongItIs() throws Exception {
        try (RawConnection raw = new RawConnection(media.port())) {
            raw.write(head() + "Transfer-Encoding: chunked\r\n\r\n");
            byte[] piece = new byte[64 << 10];
            for (int sent = 0; sent <= MAX; sent += piece.length) {
                raw.chunk(piece);
            }

            assertThat(raw.statusLine()).startsWith("HTTP/1.1 413 ");
        }
        assertNothingIsLeft();
    }

    @Test
    void anUploadThatBreaksOffLeavesNothing() throws Exception {
        for (int sent : new int[] {1, 65_536, 500_000}) {
            RawConnection declared = new RawConnection(media.port());
            declared.write(head() + "Content-Length: 1000000\r\n\r\n");
            declared.write(new byte[sent]);
            if (sent == 500_000) {
                // So that there is something to be left.
                await().until(() -> !media.objectFiles().isEmpty());
            }
            declared.kill();
            RawConnection chunked = new RawConnection(media.port());
            chunked.write(head() + "Transfer-Encoding: chunked\r\n\r\n");
            chunked.chunk(new byte[sent]);
            chunked.close();
        }
        assertNothingIsLeft();
        // Whoever comes next is served.
        assertThat(media.upload("a", new byte[10]).sizeBytes()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../../../etc/cron.d/x",
                "C:\\Windows\\x.exe",
                "a\u202Egnp.exe",
                "\"; filename=\"evil.exe",
                "%2e%2e%2f",
                "'; DROP TABLE media_files; --",
                "${jndi:ldap://x}",
                ".",
                " ",
                "CON",
                "a/b/",
                "<script>alert(1)</script>"
            })
    void aHostileNameStaysAName(String name) throws Exception {
        Media file = media.upload(name, new byte[10]);

        HttpResponse<byte[]> response =
                media.send(media.as(media.ada, RunningMedia.content(file)).build());
        assertThat(file.fileName()).isNotBlank().doesNotContainPattern("[/\\\\\\p{Cc}\\p{Cf}<>\"]");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Disposition").orElseThrow())
                .matches("attachment; filename=\"[^\"]*\"; filename\\*=UTF-8''[A-Za-z0-9%!#$&+.^_`|~-]+");
        assertThat(response.headers().map()).doesNotContainKey("Set-Cookie");
    }

    @Test
    void refusesANameThatIsMissingOrTooLongOrBreaksLines() throws Exception {
        for (String name : new String[] {"", "a\r\nSet-Cookie: x=y", "a\u0000b", "x".repeat(201), "😀".repeat(201)}) {
            HttpResponse<byte[]> response = media.send(media.uploadAs(media.ada, media.conversation, name, new byte[10])
                    .build());
            assertThat(response.statusCode()).as(name).isEqualTo(400);
        }
        assertNothingIsLeft();
    }

    private HttpRequest.Builder request(String name, HttpRequest.BodyPublisher body) {
        return media.as(media.ada, RunningMedia.uploadPath(media.conversation, name))
                .POST(body);
    }

    private String head() {
        return "POST " + RunningMedia.uploadPath(media.conversation, "a.bin") + " HTTP/1.1\r\nHost: x\r\n"
                + "Authorization: Bearer " + media.ada + "\r\nContent-Type: application/octet-stream\r\n";
    }

    private void assertNothingIsLeft() {
        await().untilAsserted(() -> assertThat(media.objectFiles()).isEmpty());
        assertThat(media.audit.records).isEmpty();
    }
}
