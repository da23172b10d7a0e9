package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.core.config.ConfigReader;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the configuration comes from: the same for all commands.
final class ConfigOptions {
    /// Read by the launcher or here; no keys of the configuration.
    static final Set<String> RESERVED = Set.of("PARLEY_CONFIG", "PARLEY_JAVA_OPTS");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration in YAML (config/parley.example.yaml); default: the variable PARLEY_CONFIG.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Folder of all data and secrets; default: the key `data` of the configuration, else ./data.")
    private @Nullable Path data;

    @Option(
            names = "--tls-self-signed",
            description = "https on all ports, by a certificate that is made for this machine: http.tls.selfSigned.")
    private boolean selfSigned;

    /// @throws dev.parley.core.config.ConfigException when it is refused
    ParleyConfig read() {
        Map<String, String> environment = System.getenv();
        ConfigReader reader = new ConfigReader(environment, RESERVED);
        String named = environment.get("PARLEY_CONFIG");
        Path source = file != null || named == null ? file : Path.of(named);
        ParleyConfig config =
                source == null ? reader.read(ParleyConfig.DEFAULTS) : reader.read(ParleyConfig.DEFAULTS, source);
        if (selfSigned) {
            config = config.withHttp(config.http().withTls(config.http().tls().withSelfSigned()));
        }
        return data == null ? config : config.withData(data);
    }
}
