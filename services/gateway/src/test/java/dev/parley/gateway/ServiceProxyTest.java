package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceProxyTest {
    @TempDir
    Path folder;

    private GatewayFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new GatewayFixture(folder);
    }

    @AfterEach
    void close() throws Exception {
        fixture.close();
    }

    private URI gatewayBefore(URI... instances) {
        return fixture.gateway(GatewayConfig.DEFAULTS, fixture.proxy(instances));
    }

    @Test
    void passesOnWhatTheContractNamesAndWhatBelongsToTheRequest() throws Exception {
        URI gateway = gatewayBefore(fixture.service());
        HttpResponse<byte[]> answer = fixture.get(
                gateway.resolve("/v1/seen?word=%C3%A9t%C3%A9%20%26%20more"),
                "X-Named",
                "yes",
                "X-Other",
                "no",
                "X-Forwarded-For",
                "203.0.113.5",
                "X-Parley-Timeout-Ms",
                "20000");
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode seen = Json.parse(answer.body());
        assertThat(seen.path("word").asText()).isEqualTo("été & more");
        assertThat(seen.path("X-Named").asText()).isEqualTo("yes");
        assertThat(seen.has("X-Other")).isFalse();
        assertThat(seen.path("X-Forwarded-For").asText()).isEqualTo("127.0.0.1");
        assertThat(seen.path("X-Request-Id").asText())
                .isEqualTo(answer.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(seen.path("traceparent").asText()).isNotEmpty();
        assertThat(seen.path("X-Parley-Timeout-Ms").asLong()).isBetween(1L, 20_000L);
        assertThat(answer.headers().firstValue("ETag")).contains("\"7\"");
    }

    @Test
    void streamsBothWaysByteForByte() throws Exception {
        URI gateway = gatewayBefore(fixture.service());
        byte[] sent = new byte[20 << 20];
        new Random(3).nextBytes(sent);
        HttpResponse<byte[]> answer = fixture.send(HttpRequest.newBuilder(gateway.resolve("/v1/echo"))
                .header("Content-Type", "application/octet-stream")
                .POST(BodyPublishers.ofByteArray(sent)));
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(sent);
    }

    @Test
    void keepsTheServicesOwnRefusals() throws Exception {
        URI gateway = gatewayBefore(fixture.service());
        URI mine = gateway.resolve("/v1/mine/x");
        assertThat(fixture.get(gateway.resolve("/v1/secret")).statusCode()).isEqualTo(404);
        assertThat(fixture.get(mine).statusCode()).isEqualTo(401);
        assertThat(fixture.get(mine, "Authorization", "Bearer " + GatewayFixture.TOKEN)
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void asksAnotherInstanceWhenOneCannotBeReached() throws Exception {
        URI gateway = gatewayBefore(unreachable(), fixture.service());
        for (int i = 0; i < 4; i++) {
            assertThat(fixture.get(gateway.resolve("/v1/seen")).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void saysWhenNoInstanceCanBeReached() throws Exception {
        URI gateway = gatewayBefore(unreachable());
        HttpResponse<byte[]> answer = fixture.get(gateway.resolve("/v1/seen"));
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(Json.parse(answer.body()).path("code").asText()).isEqualTo("unavailable");
    }

    @Test
    void saysWhenAServiceIsTooSlow() throws Exception {
        try (ServerSocket mute = new ServerSocket(0)) {
            URI gateway = gatewayBefore(at(mute));
            HttpResponse<byte[]> late = fixture.get(gateway.resolve("/v1/seen"), "X-Parley-Timeout-Ms", "300");
            assertThat(late.statusCode()).isEqualTo(504);
        }
    }

    @Test
    void saysWhenAServiceBreaksOff() throws Exception {
        try (ServerSocket rude = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> hangUp(rude));
            HttpResponse<byte[]> broken = fixture.get(gatewayBefore(at(rude)).resolve("/v1/seen"));
            assertThat(broken.statusCode()).isIn(502, 503);
        }
    }

    @Test
    void callsThatHangKeepNoOthersFromTheService() throws Exception {
        int calls = 20;
        try (ServerSocket mute = new ServerSocket(0, calls);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            URI gateway = gatewayBefore(at(mute));
            mute.setSoTimeout(20_000);
            for (int i = 0; i < calls; i++) {
                callers.submit(() -> fixture.get(gateway.resolve("/v1/seen")));
            }
            List<Socket> reached = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                reached.add(mute.accept());
            }
            for (Socket socket : reached) {
                socket.close();
            }
        }
    }

    private static void hangUp(ServerSocket server) {
        try {
            while (true) {
                server.accept().close();
            }
        } catch (IOException closed) {
            // The test is over.
        }
    }

    private static URI unreachable() throws IOException {
        try (ServerSocket free = new ServerSocket(0)) {
            return at(free);
        }
    }

    private static URI at(ServerSocket server) {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }
}
