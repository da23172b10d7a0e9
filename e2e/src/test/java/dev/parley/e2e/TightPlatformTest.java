package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.e2e.Http.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Access tokens of ten seconds and thirty requests a user.
class TightPlatformTest {
    @TempDir
    static Path folder;

    private static RunningPlatform platform;

    @BeforeAll
    static void start() {
        platform = RunningPlatform.start(
                folder.resolve("data"),
                Map.of(
                        "PARLEY_AUTH_SESSIONS_ACCESS", "10s",
                        "PARLEY_GATEWAY_PER_CALLER_BURST", "30",
                        "PARLEY_GATEWAY_PER_CALLER_PER_SECOND", "1"));
    }

    @AfterAll
    static void stop() {
        platform.close();
    }

    @Test
    void anExpiredTokenIsRefusedEverywhereAndRefreshingGoesOn() {
        Person ada = Person.joins(platform, "ada");
        LiveConnection live = ada.connects(0);
        ada.get("/v1/me").expect(200);
        await().atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(ada.get("/v1/me").status()).isEqualTo(401));
        assertThat(ada.get("/v1/conversations").problemCode()).isEqualTo("invalid-token");
        assertThat(Http.get(platform.service("messaging", "/v1/conversations"), "Authorization", ada.bearer())
                        .expect(401)
                        .problemCode())
                .isEqualTo("invalid-token");
        assertThat(live.awaitClose().code()).isEqualTo(4401);
        JsonNode tokens = Http.post(
                        platform.gateway("/v1/sessions/refresh"), "{\"refreshToken\":\"" + ada.refreshToken() + "\"}")
                .expect(200)
                .json();
        Http.get(
                        platform.gateway("/v1/me"),
                        "Authorization",
                        "Bearer " + tokens.path("accessToken").asText())
                .expect(200);
    }

    @Test
    void whoAsksTooOftenIsToldHowLongToWaitAndNobodyElseSuffers() {
        Person ada = Person.joins(platform, "ada");
        Person ben = Person.joins(platform, "ben");
        Reply last = ada.get("/v1/me");
        for (int i = 0; i < 60 && last.status() == 200; i++) {
            last = ada.get("/v1/me");
        }
        assertThat(last.status()).isEqualTo(429);
        assertThat(last.problemCode()).isEqualTo("rate-limited");
        assertThat(last.headers().firstValueAsLong("Retry-After").orElse(0)).isPositive();
        ben.get("/v1/me").expect(200);
    }
}
