package dev.parley.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import dev.parley.core.id.UserId;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    record Sample(
            UserId id, Instant at, long count, @Nullable String note, List<String> tags) {}

    record Hidden(
            Secret password,

            @JsonSerialize(using = SecretBase64.Writer.class) @JsonDeserialize(using = SecretBase64.Reader.class)
            Secret key) {}

    private static final String USER = "usr_01h455vb4pex5vsknk084sn02q";

    @Test
    void writesIdsAsTextTimesWithMillisecondsAndNoNulls() {
        Sample sample = new Sample(new UserId(USER), Instant.parse("2026-01-31T09:30:00Z"), 3, null, List.of("a"));
        assertThat(Json.text(sample)).isEqualTo("""
                        {"id":"%s","at":"2026-01-31T09:30:00.000Z","count":3,"tags":["a"]}""".formatted(USER));
    }

    @Test
    void readsWhatItWrote() {
        Sample sample = new Sample(new UserId(USER), Instant.parse("2026-01-31T09:30:00.125Z"), 3, "n", List.of());
        assertThat(Json.read(Json.bytes(sample), Sample.class)).isEqualTo(sample);
    }

    @Test
    void passesOverWhatANewerVersionAddedToWhatItStored() {
        Sample sample = new Sample(new UserId(USER), Instant.parse("2026-01-31T09:30:00.125Z"), 3, "n", List.of());
        String newer = Json.text(sample).replace("{", "{\"added\":{\"more\":[1]},");
        assertThat(Json.read(newer.getBytes(StandardCharsets.UTF_8), Sample.class))
                .isEqualTo(sample);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"id\":\"usr_x\",\"at\":\"2026-01-31T09:30:00Z\",\"count\":3,\"tags\":[]}",
                "{\"id\":\"" + USER + "\",\"at\":\"yesterday\",\"count\":3,\"tags\":[]}",
                "{\"id\":\"" + USER + "\",\"at\":\"2026-01-31T09:30:00Z\",\"count\":null,\"tags\":[]}",
                "{\"id\":\"" + USER + "\",\"at\":\"2026-01-31T09:30:00Z\",\"count\":3,\"tags\":[],\"more\":1}",
                "{\"id\":\"" + USER + "\",\"id\":\"" + USER + "\"}",
                "{} {}",
                "{",
                ""
            })
    void refusesWhatDoesNotFit(String json) {
        assertThatThrownBy(() -> Json.parse(json.getBytes(StandardCharsets.UTF_8), Sample.class))
                .isInstanceOf(IOException.class);
    }

    @Test
    void refusesDeepNesting() {
        String deep = "[".repeat(Json.MAX_DEPTH + 1) + "]".repeat(Json.MAX_DEPTH + 1);
        assertThatThrownBy(() -> Json.parse(deep.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(IOException.class);
    }

    @Test
    void secretsCrossTheWireButNeverAppearInText() {
        Hidden hidden = new Hidden(Secret.of("open sesame"), Secret.of(new byte[] {0, (byte) 0xff, 7}));
        assertThat(Json.text(hidden)).isEqualTo("{\"password\":\"open sesame\",\"key\":\"AP8H\"}");
        assertThat(Json.read(Json.bytes(hidden), Hidden.class)).isEqualTo(hidden);
        assertThat(hidden.toString()).doesNotContain("sesame").doesNotContain("AP8H");
    }
}
