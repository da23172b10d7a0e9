package dev.parley.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    enum Mode {
        PLAIN,
        HALF_WAY
    }

    record Gateway(int port, boolean strict, Duration idle, ByteSize maxBody, List<Integer> ports) {
        Gateway {
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port: must be 0 to 65535");
            }
        }
    }

    record Root(String host, Path data, double share, Mode mode, Map<String, URI> peers, Gateway gateway) {}

    private static final Root DEFAULTS = new Root(
            "localhost",
            Path.of("data"),
            0.5,
            Mode.PLAIN,
            Map.of(),
            new Gateway(3000, true, Duration.ofSeconds(30), ByteSize.ofMiB(1), List.of(1, 2)));

    private static Root read(String yaml) {
        return new ConfigReader(Map.of(), Set.of()).read(DEFAULTS, yaml);
    }

    @Test
    void keepsTheDefaultsOfWhatIsAbsent() {
        assertThat(read("")).isEqualTo(DEFAULTS);
        assertThat(read("gateway:\n")).isEqualTo(DEFAULTS);
        assertThat(new ConfigReader(Map.of("PATH", "/bin"), Set.of()).read(DEFAULTS))
                .isEqualTo(DEFAULTS);
    }

    @Test
    void readsEveryNotation() {
        Root root = read("""
                host: example.org
                data: /var/lib/parley
                share: 0.25
                mode: half-way
                peers: {auth: "http://auth:3007"}
                gateway:
                  port: 8080
                  strict: false
                  idle: 5m
                  maxBody: 50MiB
                  ports: [7, 8]
                """);

        assertThat(root)
                .isEqualTo(new Root(
                        "example.org",
                        Path.of("/var/lib/parley"),
                        0.25,
                        Mode.HALF_WAY,
                        Map.of("auth", URI.create("http://auth:3007")),
                        new Gateway(8080, false, Duration.ofMinutes(5), ByteSize.ofMiB(50), List.of(7, 8))));
    }

    @Test
    void letsTheEnvironmentOverrideTheFile() {
        Map<String, String> environment = Map.of(
                "PARLEY_GATEWAY_PORT", "9000",
                "PARLEY_GATEWAY_MAX_BODY", "2KiB",
                "PARLEY_GATEWAY_PORTS", "5, 6",
                "PARLEY_GATEWAY_STRICT", "false",
                "PARLEY_PEERS", "auth=http://a:1,crypto=http://c:2",
                "PARLEY_JAVA_OPTS", "-Xmx1g");
        Root root = new ConfigReader(environment, Set.of("PARLEY_JAVA_OPTS"))
                .read(DEFAULTS, "host: here\ngateway: {port: 8080}\n");

        assertThat(root.host()).isEqualTo("here");
        assertThat(root.gateway())
                .isEqualTo(new Gateway(9000, false, Duration.ofSeconds(30), ByteSize.ofKiB(2), List.of(5, 6)));
        assertThat(root.peers())
                .containsOnly(
                        Map.entry("auth", URI.create("http://a:1")), Map.entry("crypto", URI.create("http://c:2")));
    }

    @Test
    void readsWhatAVariableNamesAFileFor(@TempDir Path folder) throws Exception {
        Path host = Files.writeString(folder.resolve("host"), "from a file\n");
        Path port = Files.writeString(folder.resolve("port"), "9001");
        Map<String, String> environment =
                Map.of("PARLEY_HOST_FILE", host.toString(), "PARLEY_GATEWAY_PORT_FILE", port.toString());
        Root root = new ConfigReader(environment, Set.of()).read(DEFAULTS, "host: here\n");

        assertThat(root.host()).isEqualTo("from a file");
        assertThat(root.gateway().port()).isEqualTo(9001);
    }

    @Test
    void refusesAFileThatCannotBeReadAndOneBesideAValue(@TempDir Path folder) {
        String nowhere = folder.resolve("nowhere").toString();
        ConfigReader absent = new ConfigReader(Map.of("PARLEY_HOST_FILE", nowhere), Set.of());
        assertThatThrownBy(() -> absent.read(DEFAULTS))
                .isInstanceOf(ConfigException.class)
                .hasMessage("host (PARLEY_HOST_FILE): " + nowhere + " cannot be read: NoSuchFileException");
        ConfigReader both = new ConfigReader(Map.of("PARLEY_HOST_FILE", nowhere, "PARLEY_HOST", "here"), Set.of());
        assertThatThrownBy(() -> both.read(DEFAULTS))
                .hasMessage("host (PARLEY_HOST_FILE): PARLEY_HOST is given as well");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{gateway: {prot: 1}}|gateway.prot: unknown key; did you mean \"port\"?",
                "{gatway: {port: 1}}|gatway: unknown key; did you mean \"gateway\"?",
                "{xyzzy: 1}|xyzzy: unknown key",
                "{gateway: {port: abc}}|gateway.port: expected a whole number, got \"abc\"",
                "{gateway: {port: '80'}}|gateway.port: expected a whole number, got \"80\"",
                "{gateway: {port: 8.5}}|gateway.port: expected a whole number, got 8.5",
                "{gateway: {port: 70000}}|gateway.port: must be 0 to 65535",
                "{gateway: {port: }}|gateway.port: expected a whole number, got nothing",
                "{gateway: {idle: 30}}|gateway.idle: expected a duration like 250ms, 30s, 5m, 2h or 7d, got 30",
                "{gateway: {maxBody: 5MB}}|gateway.maxBody: expected a size like 64KiB, 50MiB or 2GiB, got \"5MB\"",
                "{gateway: {ports: 5}}|gateway.ports: expected a list, got 5",
                "{gateway: {ports: [5, a]}}|gateway.ports[1]: expected a whole number, got \"a\"",
                "{gateway: {strict: maybe}}|gateway.strict: expected true or false, got \"maybe\"",
                "{gateway: 7}|gateway: expected a section with keys",
                "{mode: loud}|mode: expected one of plain, half-way, got \"loud\"",
                "{host: 5}|host: expected a text, got 5",
            })
    void refusesWhatItDoesNotKnow(String yaml, String line) {
        assertThatThrownBy(() -> read(yaml)).isInstanceOf(ConfigException.class).hasMessage(line);
    }

    record Placed<C extends Record>(int port, @Inline C own) {}

    record Limits(int most, Duration idle) {}

    @Test
    void readsInlineRecordsFromTheSectionAroundThem() {
        Placed<Limits> defaults = new Placed<>(1, new Limits(2, Duration.ofSeconds(3)));
        ConfigReader reader = new ConfigReader(Map.of("PARLEY_IDLE", "9s"), Set.of());

        assertThat(reader.read(defaults, "{port: 4, most: 5}"))
                .isEqualTo(new Placed<>(4, new Limits(5, Duration.ofSeconds(9))));
        assertThatThrownBy(() -> reader.read(defaults, "{prot: 4}"))
                .hasMessage("prot: unknown key; did you mean \"port\"?");
        assertThat(ConfigReader.keys(defaults)).containsExactly("port", "most", "idle");
    }

    @Test
    void refusesVariablesItDoesNotKnow() {
        ConfigReader reader = new ConfigReader(Map.of("PARLEY_GATEWAY_PROT", "1"), Set.of());
        assertThatThrownBy(() -> reader.read(DEFAULTS))
                .hasMessage("PARLEY_GATEWAY_PROT: unknown variable; did you mean \"PARLEY_GATEWAY_PORT\"?");
        ConfigReader wrong = new ConfigReader(Map.of("PARLEY_GATEWAY_PORT", "x"), Set.of());
        assertThatThrownBy(() -> wrong.read(DEFAULTS))
                .hasMessage("gateway.port (PARLEY_GATEWAY_PORT): expected a whole number, got \"x\"");
    }

    @Test
    void saysWhereTheYamlIsBroken() {
        assertThatThrownBy(() -> read("host: here\nhost: there\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("line 2")
                .hasMessageNotContaining("\n");
        assertThatThrownBy(() -> read("host: [\n")).hasMessageContaining("not valid YAML");
    }

    @Test
    void namesTheFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("parley.yaml");
        ConfigReader reader = new ConfigReader(Map.of(), Set.of());
        assertThatThrownBy(() -> reader.read(DEFAULTS, file))
                .hasMessage(file + ": cannot be read: NoSuchFileException");
        Files.writeString(file, "hots: x\n");
        assertThatThrownBy(() -> reader.read(DEFAULTS, file))
                .hasMessage(file + ": hots: unknown key; did you mean \"host\"?");
    }

    @Test
    void listsAllKeysAndTheirVariables() {
        assertThat(ConfigReader.keys(DEFAULTS))
                .containsExactly(
                        "host",
                        "data",
                        "share",
                        "mode",
                        "peers",
                        "gateway.port",
                        "gateway.strict",
                        "gateway.idle",
                        "gateway.maxBody",
                        "gateway.ports");
        assertThat(ConfigReader.variable("gateway.maxBody")).isEqualTo("PARLEY_GATEWAY_MAX_BODY");
    }

    @ParameterizedTest
    @CsvSource({"0B,0", "512B,512", "1KiB,1024", "1536B,1536", "50MiB,52428800", "2GiB,2147483648"})
    void writesSizesAsItReadsThem(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
        assertThat(new ByteSize(bytes)).hasToString(text);
    }
}
