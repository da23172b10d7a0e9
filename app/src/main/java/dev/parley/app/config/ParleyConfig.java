package dev.parley.app.config;

import dev.parley.app.config.Placed.Nothing;
import dev.parley.app.config.cluster.ClusterSettings;
import dev.parley.auth.AuthConfig;
import dev.parley.gateway.GatewayConfig;
import dev.parley.media.MediaConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Everything that can be configured, with its default. `config/parley.example.yaml` explains each key.
///
/// @param topology on what this process keeps its data
/// @param data the folder of what is kept in this process: in a cluster the audit spool, else everything
/// @param secrets the folder of the secrets; empty for `secrets` in the data folder
/// @param host the address that all ports listen on
/// @param log how much of Parley's own doing is logged; libraries log warnings
/// @param peers base URLs of services that run in other processes, for each service one or more, all alike
public record ParleyConfig(
        Topology topology,
        Path data,
        Path secrets,
        String host,
        LogLevel log,
        Map<String, List<URI>> peers,
        HttpSettings http,
        DrainSettings drain,
        StorageSettings storage,
        ClusterSettings cluster,
        AuditSettings audit,
        Placed<GatewayConfig> gateway,
        SocketSettings socket,
        Placed<Nothing> socket1,
        Placed<Nothing> socket2,
        Placed<Nothing> messaging,
        Placed<MediaConfig> media,
        Placed<Nothing> search,
        Placed<AuthConfig> auth,
        Placed<Nothing> compliance,
        Placed<Nothing> crypto) {
    public static final ParleyConfig DEFAULTS = new ParleyConfig(
            Topology.EMBEDDED,
            Path.of("data"),
            Path.of(""),
            "127.0.0.1",
            LogLevel.WARN,
            Map.of(),
            HttpSettings.DEFAULTS,
            DrainSettings.DEFAULTS,
            StorageSettings.DEFAULTS,
            ClusterSettings.DEFAULTS,
            AuditSettings.DEFAULTS,
            new Placed<>(3000, GatewayConfig.DEFAULTS),
            SocketSettings.DEFAULTS,
            new Placed<>(3002, new Nothing()),
            new Placed<>(3003, new Nothing()),
            new Placed<>(3004, new Nothing()),
            new Placed<>(3005, MediaConfig.DEFAULTS),
            new Placed<>(3006, new Nothing()),
            new Placed<>(3007, AuthConfig.DEFAULTS),
            new Placed<>(3008, new Nothing()),
            new Placed<>(3009, new Nothing()));

    public ParleyConfig {
        peers = Map.copyOf(peers);
        peers.forEach(ParleyConfig::requirePeer);
        if (host.isBlank()) {
            throw new IllegalArgumentException("host: must not be empty");
        }
    }

    /// The same with another data folder.
    public ParleyConfig withData(Path folder) {
        return new ParleyConfig(
                topology,
                folder,
                secrets,
                host,
                log,
                peers,
                http,
                drain,
                storage,
                cluster,
                audit,
                gateway,
                socket,
                socket1,
                socket2,
                messaging,
                media,
                search,
                auth,
                compliance,
                crypto);
    }

    /// The same with other settings of the ports.
    public ParleyConfig withHttp(HttpSettings settings) {
        return new ParleyConfig(
                topology,
                data,
                secrets,
                host,
                log,
                peers,
                settings,
                drain,
                storage,
                cluster,
                audit,
                gateway,
                socket,
                socket1,
                socket2,
                messaging,
                media,
                search,
                auth,
                compliance,
                crypto);
    }

    /// The same with every service on a free port.
    public ParleyConfig onFreePorts() {
        return new ParleyConfig(
                topology,
                data,
                secrets,
                host,
                log,
                peers,
                http,
                drain,
                storage,
                cluster,
                audit,
                gateway.at(0),
                socket,
                socket1.at(0),
                socket2.at(0),
                messaging.at(0),
                media.at(0),
                search.at(0),
                auth.at(0),
                compliance.at(0),
                crypto.at(0));
    }

    /// The folder of the secrets.
    public Path secretsFolder() {
        return secrets.toString().isEmpty() ? data.resolve("secrets") : secrets;
    }

    /// The port that a service stands on.
    public int port(ServiceName service) {
        return switch (service) {
            case GATEWAY -> gateway.port();
            case SOCKET1 -> socket1.port();
            case SOCKET2 -> socket2.port();
            case MESSAGING -> messaging.port();
            case MEDIA -> media.port();
            case SEARCH -> search.port();
            case AUTH -> auth.port();
            case COMPLIANCE -> compliance.port();
            case CRYPTO -> crypto.port();
        };
    }

    private static void requirePeer(String service, List<URI> urls) {
        ServiceName.of(service);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("peers." + service + ": needs at least one URL");
        }
        for (URI url : urls) {
            boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
            if (!http || url.getHost() == null) {
                throw new IllegalArgumentException("peers." + service + ": must be a URL like http://host:3007");
            }
        }
    }
}
