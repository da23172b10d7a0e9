package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.app.remote.ServiceUrls;
import dev.parley.client.token.ServiceTokens;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

/// All services on free ports and a folder that is deleted at the end.
public final class TemporaryPlatform implements AutoCloseable {
    private final Path folder;
    private final Platform platform;

    private TemporaryPlatform(Path folder, Platform platform) {
        this.folder = folder;
        this.platform = platform;
    }

    public static TemporaryPlatform start() throws IOException {
        Path folder = Files.createTempDirectory("parley-");
        ParleyConfig config = ParleyConfig.DEFAULTS.withData(folder).onFreePorts();
        Platform platform = Platform.start(config, EnumSet.allOf(ServiceName.class));
        platform.ready();
        return new TemporaryPlatform(folder, platform);
    }

    public ServiceUrls urls() {
        Map<String, URI> urls = new HashMap<>();
        for (ServiceName service : platform.services()) {
            urls.put(service.word(), platform.url(service));
        }
        return new ServiceUrls(urls);
    }

    public ServiceTokens tokens() {
        return new ServiceTokens(
                SecretFiles.existing(folder.resolve("secrets").resolve(SecretFiles.SERVICE)), InstantSource.system());
    }

    @Override
    public void close() throws IOException {
        platform.drain();
        DataRemoval.from(folder);
        Files.deleteIfExists(folder);
    }
}
