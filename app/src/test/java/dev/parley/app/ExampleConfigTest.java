package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.core.config.ConfigException;
import dev.parley.core.config.ConfigReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Holds the example file and the configuration alike.
class ExampleConfigTest {
    private static final Path EXAMPLE = SourceTree.root().resolve("config/parley.example.yaml");

    /// Defaults that depend on the machine; the example shows these keys commented out.
    private static final Set<String> OF_THE_MACHINE = Set.of("auth.passwords.threads");

    private static final ConfigReader READER = new ConfigReader(Map.of(), Set.of());

    @Test
    void showsTheDefaults() {
        assertThat(READER.read(ParleyConfig.DEFAULTS, EXAMPLE)).isEqualTo(ParleyConfig.DEFAULTS);
    }

    @Test
    void namesEveryKey() throws Exception {
        String text = SourceTree.read(EXAMPLE);
        List<String> shown = new ArrayList<>();
        leaves("", new YAMLMapper().readTree(text), shown);
        for (String key : OF_THE_MACHINE) {
            assertThat(text).contains("# " + key.substring(key.lastIndexOf('.') + 1) + ": ");
            shown.add(key);
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(ConfigReader.keys(ParleyConfig.DEFAULTS));
    }

    @Test
    void givesEveryKeyAVariableOfItsOwn() {
        assertThat(ConfigReader.keys(ParleyConfig.DEFAULTS).stream().map(ConfigReader::variable))
                .doesNotHaveDuplicates()
                .contains("PARLEY_GATEWAY_PORT", "PARLEY_SOCKET1_PORT", "PARLEY_HTTP_MAX_IN_FLIGHT");
    }

    @Test
    void namesTheKeyOfWhatItRefuses() {
        assertRefused("gateway: {prot: 3000}", "gateway.prot: unknown key; did you mean \"port\"?");
        assertRefused("media: {port: 70000}", "media.port: must be 0 to 65535");
        assertRefused("media: {maxFile: 2GiB}", "media.maxFile: must be 1B to 1GiB");
        assertRefused("peers: {auth: 'ftp://x'}", "peers.auth: must be a URL like http://host:3007");
        assertRefused("http: {trustedProxies: [proxy]}", "http.trustedProxies: not an address or CIDR block: proxy");
        assertRefused("auth: {sessions: {access: 5h}}", "auth.sessions.access: must be 10s to 1h");
        assertRefused("http: {tls: {certificate: a.pem}}", "http.tls.key: certificate and key are given together");
        assertRefused(
                "http: {tls: {keystore: a.p12, selfSigned: true}}",
                "http.tls.certificate: only one of certificate, keystore and selfSigned");
        assertRefused(
                "http: {tls: {services: [gateway]}}",
                "http.tls.certificate: needs a certificate, a keystore or selfSigned");
        assertRefused(
                "http: {tls: {selfSigned: true, services: [door]}}", "http.tls.services: there is no service door");
        assertRefused(
                "http: {tls: {certificates: {gateway: a.pem}}}",
                "http.tls.keys: certificates and keys name the same services");
    }

    @Test
    void givesEachServiceThePortOfTheDesign() {
        assertThat(List.of(ServiceName.values()))
                .extracting(ParleyConfig.DEFAULTS::port)
                .containsExactly(3000, 3002, 3003, 3004, 3005, 3006, 3007, 3008, 3009);
    }

    private static void assertRefused(String yaml, String line) {
        assertThatThrownBy(() -> READER.read(ParleyConfig.DEFAULTS, yaml))
                .isInstanceOf(ConfigException.class)
                .hasMessage(line);
    }

    private static void leaves(String prefix, JsonNode node, List<String> leaves) {
        node.properties().forEach(entry -> {
            String key = prefix + entry.getKey();
            if (entry.getValue().isObject() && !entry.getValue().isEmpty()) {
                leaves(key + ".", entry.getValue(), leaves);
            } else {
                leaves.add(key);
            }
        });
    }
}
