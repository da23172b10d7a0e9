package dev.parley.app;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.platform.SecretFiles;
import dev.parley.app.remote.ServiceUrls;
import dev.parley.client.token.ServiceTokens;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which running platform a command talks to, and with which secret.
final class RemoteOptions {
    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Host of all services; default: the key `host` of the configuration.")
    private @Nullable String host;

    @Option(
            names = "--url",
            paramLabel = "SERVICE=URL",
            description = "Base URL of one service (gateway, socket1, socket2, messaging, …); may be repeated.")
    private Map<String, URI> urls = new LinkedHashMap<>();

    @Option(
            names = "--service-key",
            paramLabel = "FILE",
            description = "The service secret; default: secrets/service.key in the data folder.")
    private @Nullable Path serviceKey;

    /// Whether the person named a platform, rather than meaning the one of the configuration.
    boolean isNamed() {
        return host != null || !urls.isEmpty();
    }

    ServiceUrls urls(ParleyConfig config) {
        String listening = config.host();
        boolean everywhere = listening.equals("0.0.0.0") || listening.equals("::");
        String reached = everywhere ? "127.0.0.1" : listening;
        return ServiceUrls.of(config, host == null ? reached : host, urls);
    }

    /// Makes service tokens; null when the secret is not at hand.
    @Nullable
    ServiceTokens tokens(ParleyConfig config, InstantSource clock) {
        Path file = serviceKey;
        if (file == null) {
            file = config.secretsFolder().resolve(SecretFiles.SERVICE);
            if (!Files.isReadable(file)) {
                return null;
            }
        }
        return new ServiceTokens(SecretFiles.existing(file), clock);
    }
}
