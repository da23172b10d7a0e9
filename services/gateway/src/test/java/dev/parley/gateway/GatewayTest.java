package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.compliance.AuditOutcome;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.json.Json;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayTest {
    private static final RateLimit PLENTY = new RateLimit(100, 100);

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

    @Test
    void offersPublicOperationsOnly() throws Exception {
        URI gateway = fixture.gateway(GatewayConfig.DEFAULTS, GatewayFixture.echo());
        assertThat(fixture.get(gateway.resolve("/v1/seen")).statusCode()).isEqualTo(200);
        assertThat(fixture.get(gateway.resolve("/v1/secret")).statusCode()).isEqualTo(404);
    }

    @Test
    void recordsEveryRequestByItsTemplateAndHoldsWhatTellsOfAPersonApart() throws Exception {
        URI gateway = fixture.gateway(GatewayConfig.DEFAULTS, GatewayFixture.echo());
        HttpResponse<byte[]> served = fixture.get(
                gateway.resolve("/v1/mine/a-private-thing"), "Authorization", "Bearer " + GatewayFixture.TOKEN);
        fixture.get(gateway.resolve("/v1/mine/a-private-thing"), "Authorization", "Bearer forged");
        fixture.get(gateway.resolve("/no/such/path?email=someone@example.org"));
        fixture.get(gateway.resolve("/health"));
        fixture.get(gateway.resolve("/documentation/assets/page.css"));
        assertThat(fixture.trail.flush(Duration.ofSeconds(10))).isTrue();

        List<AuditRecord> records = fixture.audit.records;
        assertThat(records).hasSize(3);
        AuditRecord first = records.getFirst();
        assertThat(first.actor()).isEqualTo(GatewayFixture.USER.value());
        assertThat(first.subject()).isEqualTo(GatewayFixture.USER);
        assertThat(first.resource()).isEqualTo("/v1/mine/{thing}");
        assertThat(first.outcome()).isEqualTo(AuditOutcome.SUCCESS);
        assertThat(first.requestId())
                .hasToString(served.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(first.details())
                .containsEntry("method", "GET")
                .containsEntry("operation", "mine")
                .containsEntry("status", "204");
        assertThat(first.personal()).containsEntry("address", "127.0.0.1").containsKey("userAgent");
        assertThat(records.get(1).actor()).isEqualTo("anonymous");
        assertThat(records.get(1).outcome()).isEqualTo(AuditOutcome.REFUSED);
        assertThat(records.get(2).resource()).isEqualTo("unmatched");
        assertThat(records.toString()).doesNotContain("a-private-thing").doesNotContain("someone@example.org");
    }

    @Test
    void limitsAnAddressAndSaysHowMuchIsLeft() throws Exception {
        GatewayConfig config = new GatewayConfig(new RateLimit(2, 1), PLENTY, 100, List.of());
        URI seen = fixture.gateway(config, GatewayFixture.echo()).resolve("/v1/seen");
        HttpResponse<byte[]> first = fixture.get(seen);
        assertThat(first.headers().firstValue("RateLimit-Policy")).contains("\"address\";q=2;w=2");
        assertThat(first.headers().firstValue("RateLimit")).contains("\"address\";r=1;t=2");
        HttpResponse<byte[]> last = fixture.get(seen);
        for (int i = 0; i < 10 && last.statusCode() == 200; i++) {
            last = fixture.get(seen);
        }
        assertThat(last.statusCode()).isEqualTo(429);
        assertThat(last.headers().firstValue("Retry-After")).contains("1");
        assertThat(Json.parse(last.body()).path("code").asText()).isEqualTo("rate-limited");
        assertThat(fixture.trail.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(fixture.audit.records.getLast().details()).containsEntry("status", "429");
    }

    @Test
    void limitsACallerBesideTheAddress() throws Exception {
        GatewayConfig config = new GatewayConfig(PLENTY, new RateLimit(1, 1), 100, List.of());
        URI mine = fixture.gateway(config, GatewayFixture.echo()).resolve("/v1/mine/x");
        HttpResponse<byte[]> answer = fixture.get(mine, "Authorization", "Bearer " + GatewayFixture.TOKEN);
        assertThat(answer.headers().firstValue("RateLimit").orElse("")).contains("\"caller\";r=0;t=1, \"address\";");
        for (int i = 0; i < 10 && answer.statusCode() != 429; i++) {
            answer = fixture.get(mine, "Authorization", "Bearer " + GatewayFixture.TOKEN);
        }
        assertThat(answer.statusCode()).isEqualTo(429);
    }

    @Test
    void allowsListedOriginsAndNoOthers() throws Exception {
        GatewayConfig config = new GatewayConfig(PLENTY, PLENTY, 100, List.of("https://chat.example.org"));
        URI seen = fixture.gateway(config, GatewayFixture.echo()).resolve("/v1/seen");
        HttpResponse<byte[]> preflight = fixture.send(HttpRequest.newBuilder(seen)
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .headers("Origin", "https://chat.example.org", "Access-Control-Request-Method", "GET"));
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("https://chat.example.org");
        HttpResponse<byte[]> other = fixture.get(seen, "Origin", "https://evil.example.org");
        assertThat(other.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void showsAllContractsWithoutTheNet() throws Exception {
        URI gateway = fixture.gateway(GatewayConfig.DEFAULTS, GatewayFixture.echo());
        HttpResponse<byte[]> page = fixture.get(gateway.resolve("/documentation"));
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains("default-src 'none'");
        String html = new String(page.body(), StandardCharsets.UTF_8);
        assertThat(html).doesNotContain("http://").doesNotContain("https://");
        for (String asset : html.split("\"")) {
            if (asset.startsWith("/documentation/assets/")) {
                assertThat(fixture.get(gateway.resolve(asset)).statusCode())
                        .as(asset)
                        .isEqualTo(200);
            }
        }
        JsonNode index = json(gateway.resolve("/documentation/index.json"));
        assertThat(index.path("services").toString()).isEqualTo("[\"echo\",\"gateway\"]");
        JsonNode document = json(gateway.resolve("/documentation/echo.json"));
        assertThat(document.at("/paths/~1v1~1echo/post/operationId").asText()).isEqualTo("echo");
        assertThat(document.at("/components/schemas/Problem").isObject()).isTrue();
        assertThat(status(gateway.resolve("/documentation/nothing.json"))).isEqualTo(404);
        assertThat(status(gateway.resolve("/documentation/assets/package-info.class")))
                .isEqualTo(404);
        assertThat(status(gateway.resolve("/"))).isEqualTo(200);
    }

    private JsonNode json(URI uri) throws Exception {
        return Json.parse(fixture.get(uri).body());
    }

    private int status(URI uri) throws Exception {
        return fixture.get(uri).statusCode();
    }
}
