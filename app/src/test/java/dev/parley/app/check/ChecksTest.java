package dev.parley.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.app.platform.TemporaryPlatform;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.ServiceUrls;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.IdSource;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.ServerSocket;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ChecksTest {
    private static @Nullable TemporaryPlatform platform;

    @BeforeAll
    static void start() throws Exception {
        platform = TemporaryPlatform.start();
    }

    @AfterAll
    static void stop() throws Exception {
        platform().close();
    }

    private static TemporaryPlatform platform() {
        if (platform == null) {
            throw new IllegalStateException("started before all");
        }
        return platform;
    }

    @Test
    void passesOnAPlatformThatWorks() {
        CheckReport report = run(Map.of());
        assertThat(report.passed()).as(report.text()).isTrue();
        assertThat(report.results()).hasSize(15);
        assertThat(report.text()).endsWith(" s").contains("15 checks: 15 passed, 0 failed");
    }

    @Test
    void turnsRedWhatNeedsAServiceThatIsStopped() throws Exception {
        assertThat(failing(Map.of("media", nobody()))).containsExactly("Media Service");
        assertThat(failing(Map.of("gateway", nobody())))
                .containsExactly("Gateway Health", "Gateway Compliance Logging");
        assertThat(failing(Map.of("socket2", nobody()))).containsExactly("Socket Service 2");
    }

    @Test
    void turnsRedTheReadinessOfAServiceWhoseDependencyIsBroken() {
        Vertx vertx = Vertx.vertx();
        Dependency broken = new Dependency("documents", () -> {
            throw new StoreUnavailableException("the disk is gone");
        });
        Endpoint auth = new Endpoint(
                "auth",
                List.of(),
                List.of(broken),
                new SimpleMeterRegistry(),
                token -> {
                    throw ProblemType.INVALID_TOKEN.because("nobody");
                },
                List.of(),
                List.of());
        try (HttpServer server = HttpServer.start(vertx, HttpServerConfig.at("127.0.0.1", 0), auth)) {
            server.ready(true);
            assertThat(failing(Map.of("auth", URI.create("http://127.0.0.1:" + server.port()))))
                    .containsExactly("Auth Service Ready");
        } finally {
            vertx.close();
        }
    }

    @Test
    void noticesAServiceThatIsAnother() {
        URI search = platform().urls().of("search");
        assertThat(failing(Map.of("media", search))).containsExactly("Media Service");
    }

    private static List<String> failing(Map<String, URI> elsewhere) {
        return run(elsewhere).results().stream()
                .filter(result -> !result.passed())
                .map(Check.Result::name)
                .toList();
    }

    private static CheckReport run(Map<String, URI> elsewhere) {
        Map<String, URI> urls = new HashMap<>(platform().urls().byService());
        urls.putAll(elsewhere);
        InstantSource clock = InstantSource.system();
        try (Remote remote = new Remote(new ServiceUrls(urls))) {
            IdSource ids = new IdSource(clock, new SecureRandom());
            return new Checks(remote, new ServiceCalls(remote, platform().tokens(), ids, clock)).run();
        }
    }

    private static URI nobody() throws Exception {
        try (ServerSocket free = new ServerSocket(0)) {
            return URI.create("http://127.0.0.1:" + free.getLocalPort());
        }
    }
}
