package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.media.Media;
import dev.parley.media.seal.Cases;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DownloadTest {
    private static final int SIZE = 300_000;
    private static final byte[] CONTENT = Cases.bytes(new Random(7), SIZE);

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
    void givesBackWhatWasUploaded() throws Exception {
        byte[] picture = Pictures.png();
        Media uploaded = media.upload("sunset.png", picture);

        assertThat(uploaded.contentType()).isEqualTo("image/png");
        assertThat(uploaded.sizeBytes()).isEqualTo(picture.length);
        assertThat(uploaded.fileName()).isEqualTo("sunset.png");
        HttpResponse<byte[]> response = get(uploaded);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(picture);
        assertThat(header(response, "Content-Type")).isEqualTo("image/png");
        assertThat(header(response, "Content-Disposition")).startsWith("inline; filename=\"sunset.png\"");
        assertThat(header(response, "ETag")).isEqualTo('"' + uploaded.sha256() + '"');
        assertThat(header(response, "Accept-Ranges")).isEqualTo("bytes");
        assertThat(header(response, "Cache-Control")).isEqualTo("private, no-cache");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html><script>alert(1)</script>",
                "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
                "<?xml version=\"1.0\"?><?xml-stylesheet href=\"x\"?><a/>",
                "%PDF-1.7 x",
                "alert(1)",
                "body { color: red }",
                "#!/bin/sh\nrm -rf /",
                "GIF8<script>alert(1)</script>",
                "PK\u0003\u0004"
            })
    void neverActsAsAPage(String content) throws Exception {
        Media page = media.upload("page.png", content.getBytes());

        HttpResponse<byte[]> response = get(page);

        assertThat(header(response, "Content-Type")).isEqualTo("application/octet-stream");
        assertThat(header(response, "Content-Disposition")).startsWith("attachment");
        assertThat(header(response, "Content-Security-Policy")).contains("sandbox");
        assertThat(header(response, "X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(header(response, "Cross-Origin-Resource-Policy")).isEqualTo("same-origin");
    }

    @Test
    void givesAnyRangeAsASliceOfTheWhole() throws Exception {
        Media file = media.upload("data.bin", CONTENT);
        Cases.forEach(100, random -> {
            int first = random.nextInt(SIZE);
            int last = first + random.nextInt(SIZE - first);
            HttpResponse<byte[]> response = get(file, "Range", "bytes=" + first + "-" + last);

            assertThat(response.statusCode()).isEqualTo(206);
            assertThat(header(response, "Content-Range")).isEqualTo("bytes " + first + "-" + last + "/" + SIZE);
            assertThat(response.body()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 0",
        "bytes=299999-, 299999, 299999",
        "bytes=299999-999999999999, 299999, 299999",
        "bytes=-1, 299999, 299999",
        "bytes=-999999999, 0, 299999",
        "bytes=0-, 0, 299999",
        "bytes=65479-65481, 65479, 65481",
        "bytes=65480-65480, 65480, 65480",
        "bytes=131000-131000, 131000, 131000",
    })
    void understandsRanges(String range, int first, int last) throws Exception {
        Media file = media.upload("data.bin", CONTENT);

        HttpResponse<byte[]> response = get(file, "Range", range);

        assertThat(response.statusCode()).isEqualTo(206);
        assertThat(response.body()).isEqualTo(Arrays.copyOfRange(CONTENT, first, last + 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=300000-", "bytes=300000-300001", "bytes=-0", "bytes=999999999999-"})
    void saysWhereTheFileEndsToWhomAsksBeyond(String range) throws Exception {
        Media file = media.upload("data.bin", CONTENT);

        HttpResponse<byte[]> response = get(file, "Range", range);

        assertThat(response.statusCode()).isEqualTo(416);
        assertThat(header(response, "Content-Range")).isEqualTo("bytes */300000");
        assertThat(header(response, "Content-Type")).isEqualTo("application/problem+json");
        assertThat(new String(response.body())).contains("range-not-satisfiable");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-4",
                "bytes=+1-5",
                "bytes=--5",
                "bytes=1-2,4-5",
                "bytes=0-0,",
                "lines=1-2",
                "bytes=0x1-5",
                "bytes=1.5-3",
                "bytes=99999999999999999999999999999999999999999999-"
            })
    void givesTheWholeForWhatIsNoSingleRange(String range) throws Exception {
        Media file = media.upload("data.bin", CONTENT);

        HttpResponse<byte[]> response = get(file, "Range", range);

        // RFC 9110 lets a server ignore such a field; it must not misread it.
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(CONTENT);
    }

    @Test
    void sendsNothingThatTheClientHas() throws Exception {
        Media file = media.upload("data.bin", CONTENT);
        String tag = '"' + file.sha256() + '"';

        HttpResponse<byte[]> same = get(file, "If-None-Match", "\"x\", " + tag);
        assertThat(same.statusCode()).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(header(same, "ETag")).isEqualTo(tag);
        assertThat(get(file, "If-None-Match", "\"x\"").statusCode()).isEqualTo(200);
    }

    @Test
    void givesAPartOnlyOfTheFileThatTheClientHas() throws Exception {
        Media file = media.upload("data.bin", CONTENT);
        String tag = '"' + file.sha256() + '"';

        assertThat(get(file, "If-Range", tag, "Range", "bytes=1-2").statusCode())
                .isEqualTo(206);
        assertThat(get(file, "If-Range", "\"x\"", "Range", "bytes=1-2").statusCode())
                .isEqualTo(200);
        assertThat(get(file, "If-Range", "\"x\"", "Range", "bytes=999999-").statusCode())
                .isEqualTo(200);
    }

    @Test
    void describesTheFile() throws Exception {
        Media file = media.upload("data.bin", CONTENT);

        HttpResponse<byte[]> response =
                media.send(media.as(media.bob, "/v1/media/" + file.id()).build());

        assertThat(dev.parley.core.json.Json.parse(response.body(), Media.class))
                .isEqualTo(file);
    }

    private HttpResponse<byte[]> get(Media file, String... headers) throws Exception {
        HttpRequest.Builder request = media.as(media.bob, RunningMedia.content(file));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        return media.send(request.build());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }
}
