package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.id.IdSource;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.security.SecureRandom;
import java.time.InstantSource;

/// What every service of the process stands on: stores, secrets, clock, randomness, event loops.
///
/// This is where the topology is decided. The services see ports only.
final class Foundation implements AutoCloseable {
    final ParleyConfig config;
    final InstantSource clock = InstantSource.system();
    final SecureRandom random = new SecureRandom();
    final IdSource ids = new IdSource(clock, random);
    final Stores storage;
    final SecretFiles secrets;
    final ServiceTokens tokens;
    final Certificates certificates;
    final Vertx vertx;

    private Foundation(ParleyConfig config, SecretFiles secrets, Stores storage, Vertx vertx) {
        this.config = config;
        this.storage = storage;
        this.vertx = vertx;
        this.secrets = secrets;
        this.tokens = new ServiceTokens(secrets.serviceKeys(), clock);
        this.certificates = Certificates.open(config, clock, random);
    }

    /// Opens the data folder, for this process alone, and the stores.
    static Foundation open(ParleyConfig config) {
        SecretFiles secrets = secrets(config);
        Stores storage = stores(config, secrets);
        try {
            return new Foundation(config, secrets, storage, Vertx.vertx(withoutFileCache()));
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
    }

    /// The stores alone, for commands that serve nobody.
    static Stores stores(ParleyConfig config) {
        return stores(config, secrets(config));
    }

    private static Stores stores(ParleyConfig config, SecretFiles secrets) {
        return switch (config.topology()) {
            case EMBEDDED -> EmbeddedStores.open(config, secrets, InstantSource.system());
            case CLUSTER -> ClusterStores.open(config, secrets, InstantSource.system());
        };
    }

    /// Where processes share their data they share their secrets: none makes its own.
    private static SecretFiles secrets(ParleyConfig config) {
        return switch (config.topology()) {
            case EMBEDDED -> SecretFiles.making(config.secretsFolder(), new SecureRandom());
            case CLUSTER -> SecretFiles.given(config.secretsFolder());
        };
    }

    /// Files are served from the class path by ourselves: Vert.x need not keep copies in the temporary folder.
    private static VertxOptions withoutFileCache() {
        return new VertxOptions()
                .setFileSystemOptions(new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false));
    }

    @Override
    public void close() throws Exception {
        certificates.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
        storage.close();
    }
}
