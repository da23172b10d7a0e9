package dev.parley.app.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.check.CheckReport;
import dev.parley.app.check.Checks;
import dev.parley.app.check.ServiceCalls;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.app.config.TlsSettings;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.app.remote.Reply;
import dev.parley.app.remote.ServiceUrls;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.config.ConfigReader;
import dev.parley.core.id.IdSource;
import dev.parley.core.json.Json;
import dev.parley.http.tls.TlsException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The platform with TLS on every port.
class EncryptedPlatformTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private static ParleyConfig config(Path data, String yaml) {
        return new ConfigReader(Map.of(), Set.of())
                .read(ParleyConfig.DEFAULTS, yaml)
                .withData(data)
                .onFreePorts();
    }

    private static ServiceUrls urls(Platform platform) {
        Map<String, URI> urls = new HashMap<>();
        platform.services().forEach(service -> urls.put(service.word(), platform.url(service)));
        return new ServiceUrls(urls);
    }

    private static CheckReport check(Remote remote, Path data) {
        ServiceTokens tokens = new ServiceTokens(SecretFiles.existing(data.resolve("secrets/service.key")), CLOCK);
        IdSource ids = new IdSource(CLOCK, new SecureRandom());
        return new Checks(remote, new ServiceCalls(remote, tokens, ids, CLOCK)).run();
    }

    @Test
    void worksAsAWholeByACertificateThatItMadeItself() throws Exception {
        ParleyConfig config = config(folder, "http: {tls: {selfSigned: true}}");
        Platform platform = Platform.start(config, EnumSet.allOf(ServiceName.class));
        platform.ready();
        try (Remote remote = new Remote(urls(platform), Certificates.trust(config, CLOCK));
                Remote stranger = new Remote(urls(platform))) {
            CheckReport report = check(remote, folder);

            assertThat(report.passed()).as(report.text()).isTrue();
            assertThat(urls(platform).byService().values())
                    .hasSize(9)
                    .allMatch(url -> url.getScheme().equals("https"));
            assertThatThrownBy(() -> stranger.get("auth", "/health", "")).isInstanceOf(RemoteException.class);
            assertThat(remote.get("gateway", "/v1/me", "").headers().firstValue("Strict-Transport-Security"))
                    .isEmpty();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(TlsSettings.selfSignedKey(folder))))
                    .isEqualTo("rw-------");
        } finally {
            platform.drain();
        }
    }

    @Test
    void keepsTheCertificateThatItMade() throws Exception {
        ParleyConfig config = config(folder, "http: {tls: {selfSigned: true}}");
        Certificates.open(config, CLOCK, new SecureRandom()).close();
        String made = Files.readString(TlsSettings.selfSignedCertificate(folder));

        Certificates.open(config, CLOCK, new SecureRandom()).close();
        assertThat(Files.readString(TlsSettings.selfSignedCertificate(folder))).isEqualTo(made);

        InstantSource aYearOn = () -> CLOCK.instant().plusSeconds(370 * 86_400L);
        Certificates.open(config, aYearOn, new SecureRandom()).close();
        assertThat(Files.readString(TlsSettings.selfSignedCertificate(folder))).isNotEqualTo(made);
    }

    @Test
    void makesAnotherForAnotherName() throws Exception {
        Certificates.open(config(folder, "http: {tls: {selfSigned: true}}"), CLOCK, new SecureRandom())
                .close();
        String made = Files.readString(TlsSettings.selfSignedCertificate(folder));

        ParleyConfig moved = config(folder, "{host: 192.0.2.7, http: {tls: {selfSigned: true}}}");
        Certificates.open(moved, CLOCK, new SecureRandom()).close();

        assertThat(Files.readString(TlsSettings.selfSignedCertificate(folder))).isNotEqualTo(made);
    }

    @Test
    void callsServicesOfOtherProcessesByHttps() throws Exception {
        Path behind = folder.resolve("behind");
        ParleyConfig servicesConfig = config(behind, "http: {tls: {selfSigned: true}}");
        Platform services = Platform.start(servicesConfig, EnumSet.complementOf(EnumSet.of(ServiceName.GATEWAY)));
        services.ready();
        try {
            String peers = urls(services).byService().entrySet().stream()
                    .map(entry -> entry.getKey() + ": '" + entry.getValue() + "'")
                    .collect(Collectors.joining(", "));
            Path certificate = TlsSettings.selfSignedCertificate(behind);
            String yaml = "{secrets: '%s', peers: {%s}, http: {tls: {certificate: '%s', key: '%s', authorities: '%s'}}}"
                    .formatted(
                            behind.resolve("secrets"),
                            peers,
                            certificate,
                            TlsSettings.selfSignedKey(behind),
                            certificate);
            ParleyConfig gatewayConfig = config(folder.resolve("gateway"), yaml);
            Platform gateway = Platform.start(gatewayConfig, EnumSet.of(ServiceName.GATEWAY));
            gateway.ready();
            try (Remote remote = new Remote(urls(gateway), Certificates.trust(gatewayConfig, CLOCK))) {
                Reply me = signUp(remote);

                assertThat(me.json().path("userName").asText()).isEqualTo("ada");
                assertThat(me.headers().firstValue("Strict-Transport-Security")).contains("max-age=31536000");
            } finally {
                gateway.drain();
            }
        } finally {
            services.drain();
        }
    }

    private static Reply signUp(Remote remote) {
        JsonNode account = Json.mapper()
                .createObjectNode()
                .put("userName", "ada")
                .put("password", "seven green parrots 42")
                .put("displayName", "Ada");
        remote.send("POST", "gateway", "/v1/accounts", account, "").expect(201);
        JsonNode login = Json.mapper()
                .createObjectNode()
                .put("userName", "ada")
                .put("password", "seven green parrots 42")
                .put("device", "laptop");
        String token = remote.send("POST", "gateway", "/v1/sessions", login, "")
                .expect(201)
                .json()
                .path("accessToken")
                .asText();
        return remote.get("gateway", "/v1/me", token).expect(200);
    }

    @Test
    void namesTheFileThatKeepsItFromStarting() {
        Path missing = folder.resolve("missing.pem");
        ParleyConfig config = config(
                folder.resolve("data"), "http: {tls: {certificate: '%s', key: '%s'}}".formatted(missing, missing));

        assertThatThrownBy(() -> Platform.start(
                        config, EnumSet.of(ServiceName.AUTH, ServiceName.COMPLIANCE, ServiceName.CRYPTO)))
                .isInstanceOf(TlsException.class)
                .hasMessage(missing + " is not there");
    }
}
