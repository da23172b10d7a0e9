package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bad input gets a clear problem and changes nothing.
@ExtendWith(SharedPlatform.class)
class HostileInputTest {
    private final RunningPlatform platform;

    HostileInputTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "malformed-request | {",
                "malformed-request | {\"clientMessageId\":\"1\",\"text\":\"a\"} x",
                "malformed-request | {\"text\":\"a\",\"text\":\"b\",\"clientMessageId\":\"1\"}",
                "validation-failed | {}",
                "validation-failed | []",
                "validation-failed | null",
                "validation-failed | {\"clientMessageId\":1,\"text\":\"a\"}",
                "validation-failed | {\"clientMessageId\":\"\",\"text\":\"a\"}",
                "validation-failed | {\"clientMessageId\":\"1\",\"text\":{\"a\":1}}",
                "validation-failed | {\"clientMessageId\":\"1\",\"text\":\"a\",\"admin\":true}",
                "validation-failed | {\"clientMessageId\":\"1\",\"text\":\"a\",\"replyTo\":\"msg_1\"}",
                "validation-failed | {\"clientMessageId\":\"1\",\"text\":\"a\",\"attachments\":\"med\"}",
                "unknown-reply     | {\"clientMessageId\":\"1\",\"text\":\"a\",\"replyTo\":\"msg_01h455vb4pex5vsknk084sn02q\"}",
            })
    void aBadMessageIsRefusedAndNotStored(String code, String body) {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("input");
        assertThat(ada.post("/v1/conversations/" + conversation + "/messages", body)
                        .expect(400)
                        .problemCode())
                .isEqualTo(code);
        assertThat(ada.history(conversation)).isEmpty();
    }

    @Test
    void bodiesAndTextsAreBounded() {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("big");
        assertThat(ada.sends(conversation, "1", "x".repeat(16_385)).expect(400).problemCode())
                .isEqualTo("validation-failed");
        assertThat(ada.sends(conversation, "1", "x".repeat(3 << 20)).expect(413).problemCode())
                .isEqualTo("too-large");
        ada.sends(conversation, "1", "\u00e9".repeat(16_384)).expect(201);
        assertThat(ada.history(conversation)).hasSize(1);
    }

    @Test
    void deepNestingIsRefused() {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("deep");
        String body = "{\"clientMessageId\":\"1\",\"text\":" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
        assertThat(ada.post("/v1/conversations/" + conversation + "/messages", body)
                        .expect(400)
                        .problemCode())
                .isEqualTo("malformed-request");
    }

    @Test
    void anotherContentTypeIsRefused() {
        Person ada = Person.joins(platform, "ada");
        String conversation = ada.startsConversation("type");
        assertThat(Http.exchange(
                                "POST",
                                platform.gateway("/v1/conversations/" + conversation + "/messages"),
                                "clientMessageId=1&text=a".getBytes(StandardCharsets.UTF_8),
                                "Authorization",
                                ada.bearer(),
                                "Content-Type",
                                "application/x-www-form-urlencoded")
                        .expect(415)
                        .problemCode())
                .isEqualTo("unsupported-media-type");
    }

    @ParameterizedTest
    @CsvSource({
        "400, validation-failed, /v1/conversations?limit=0",
        "400, validation-failed, /v1/conversations?limit=ten",
        "400, validation-failed, /v1/conversations?limit=99999999999999999999",
        "400, malformed-request, /v1/conversations?cursor=%00",
        "400, validation-failed, /v1/conversations?unknown=1",
        "400, validation-failed, /v1/conversations/cnv_x",
        "400, malformed-request, /v1/conversations/%ff",
        "404, not-found, /v1/nothing",
        "404, not-found, /v1/conversations/cnv_01h455vb4pex5vsknk084sn02q/messages",
        "400, validation-failed, /v1/search/messages",
        "400, validation-failed, /v1/search/messages?q="
    })
    void badParametersAreNamed(int status, String problem, String path) {
        Person ada = Person.joins(platform, "ada");
        assertThat(ada.get(path).expect(status).problemCode()).isEqualTo(problem);
    }

    @Test
    void aMethodThatIsNotOfferedSaysWhichAre() {
        Person ada = Person.joins(platform, "ada");
        Http.Reply reply = ada.delete("/v1/conversations").expect(405);
        assertThat(reply.problemCode()).isEqualTo("method-not-allowed");
        assertThat(Arrays.asList(reply.headers().firstValue("allow").orElse("").split(", ?")))
                .contains("GET", "POST");
    }

    @Test
    void badFramesAreRefusedAndAnUnauthenticatedConnectionLearnsNothing() {
        Person ada = Person.joins(platform, "ada");
        LiveConnection live = ada.connects(0);
        for (String frame : new String[] {"{", "[]", "{\"type\":\"fly\"}", "{\"type\":\"resume\",\"afterSeq\":-1}"}) {
            live.send(frame);
            assertThat(live.await("error").path("code").asText())
                    .as(frame)
                    .isIn("malformed-request", "validation-failed");
        }
        live.send("{\"type\":\"ping\"}");
        live.await("pong");

        LiveConnection stranger = LiveConnection.openSilently(platform.socket(1));
        stranger.resume("cnv_01h455vb4pex5vsknk084sn02q", 0);
        assertThat(stranger.await("error").path("code").asText()).isEqualTo("unauthenticated");
        LiveConnection liar = LiveConnection.openSilently(platform.socket(1));
        liar.send("{\"type\":\"authenticate\",\"accessToken\":\"x.y.z\"}");
        assertThat(liar.await("error").path("code").asText()).isEqualTo("invalid-token");
        assertThat(liar.awaitClose().code()).isEqualTo(4401);
    }
}
