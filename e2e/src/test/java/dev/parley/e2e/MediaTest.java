package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class MediaTest {
    private final RunningPlatform platform;

    MediaTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void aPictureComesBackByteForByteForMembers() {
        Person ada = Person.joins(platform, "ada");
        Person ben = Person.joins(platform, "ben");
        String conversation = ada.startsConversation("pictures", ben);
        byte[] png = Pictures.png();
        JsonNode media = ada.uploads(conversation, "view.png", png).expect(201).json();
        assertThat(media.path("contentType").asText()).isEqualTo("image/png");
        assertThat(media.path("sizeBytes").asLong()).isEqualTo(png.length);

        String path = "/v1/media/" + media.path("id").asText() + "/content";
        Http.Reply whole = ben.get(path).expect(200);
        assertThat(whole.body()).isEqualTo(png);
        assertThat(whole.headers().firstValue("content-type")).contains("image/png");
        Http.Reply part = Http.get(platform.gateway(path), "Authorization", ben.bearer(), "Range", "bytes=8-19")
                .expect(206);
        assertThat(part.body()).isEqualTo(Arrays.copyOfRange(png, 8, 20));
        assertThat(part.headers().firstValue("content-range")).contains("bytes 8-19/" + png.length);
        Http.get(platform.gateway(path), "Authorization", ben.bearer(), "Range", "bytes=" + png.length + "-")
                .expect(416);
    }

    @Test
    void theTypeIsToldFromTheBytesNotFromTheName() {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("lies");
        assertThat(ada.uploads(conversation, "innocent.txt", Pictures.jpeg())
                        .expect(201)
                        .json()
                        .path("contentType")
                        .asText())
                .isEqualTo("image/jpeg");
        byte[] html = "<!doctype html><script>alert(1)</script>".getBytes(StandardCharsets.UTF_8);
        JsonNode page = ada.uploads(conversation, "cat.png", html).expect(201).json();
        assertThat(page.path("contentType").asText()).isNotEqualTo("image/png");
        Http.Reply content =
                ada.get("/v1/media/" + page.path("id").asText() + "/content").expect(200);
        assertThat(content.headers().firstValue("content-disposition").orElse(""))
                .startsWith("attachment");
        assertThat(content.headers().firstValue("x-content-type-options")).contains("nosniff");
    }

    @Test
    void anEmptyFileIsRefused() {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("nothing");
        assertThat(ada.uploads(conversation, "a.png", new byte[0]).expect(400).problemCode())
                .isEqualTo("empty-file");
    }
}
