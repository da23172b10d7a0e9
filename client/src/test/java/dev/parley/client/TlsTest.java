package dev.parley.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.tls.IdentitySource.PemFiles;
import dev.parley.http.tls.PeerTrust;
import dev.parley.http.tls.SelfSigned;
import dev.parley.http.tls.ServerTls;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whom a client believes. Nothing of a request may reach anybody else.
class TlsTest {
    @TempDir
    Path folder;

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void callsWhoShowsATrustedCertificateForItsName() throws Exception {
        int port = server("127.0.0.1");

        assertThat(ask(port, PeerTrust.of(List.of(folder.resolve("certificate.pem")))))
                .isEqualTo("hello");
    }

    @Test
    void callsNobodyElse() throws Exception {
        int port = server("127.0.0.1");

        assertThatThrownBy(() -> ask(port, PeerTrust.SYSTEM)).isInstanceOf(StoreUnavailableException.class);
    }

    @Test
    void callsNobodyOfAnotherName() throws Exception {
        int port = server("auth.example.org");
        PeerTrust trust = PeerTrust.of(List.of(folder.resolve("certificate.pem")));

        assertThatThrownBy(() -> ask(port, trust)).isInstanceOf(StoreUnavailableException.class);
    }

    private String ask(int port, PeerTrust trust) {
        ClientConfig config =
                ClientConfig.of("auth", URI.create("https://127.0.0.1:" + port)).withTrust(trust);
        try (ParleyHttp http =
                ParleyHttp.open(vertx, config, InstantSource.system(), new SecureRandom(), new SimpleMeterRegistry())) {
            return http.callForText(Call.get("/hello"));
        }
    }

    private int server(String host) throws Exception {
        SelfSigned made = SelfSigned.generate(List.of(host), Instant.now(), Duration.ofDays(1), new SecureRandom());
        PemFiles files = new PemFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
        Files.writeString(files.certificate(), made.certificate());
        Files.write(files.key(), made.key().reveal());
        HttpServerOptions options = new HttpServerOptions();
        ServerTls.of(files, InstantSource.system()).applyTo(options);
        HttpServer server = vertx.createHttpServer(options)
                .requestHandler(request -> request.response().end("hello"))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        return server.actualPort();
    }
}
