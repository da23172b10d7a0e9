package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.id.IdSource;
import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.EmbeddedStorage;
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
    final EmbeddedStorage storage;
    final SecretFiles secrets;
    final ServiceTokens tokens;
    final Vertx vertx;

    private Foundation(ParleyConfig config, EmbeddedStorage storage, Vertx vertx) {
        this.config = config;
        this.storage = storage;
        this.vertx = vertx;
        this.secrets = new SecretFiles(config.data().resolve("secrets"), random);
        try (Secret service = secrets.obtain(SecretFiles.SERVICE)) {
            this.tokens = new ServiceTokens(service, clock);
        }
    }

    /// Opens the data folder, for this process alone.
    static Foundation open(ParleyConfig config) {
        EmbeddedStorage storage = EmbeddedStorage.open(config.storage().in(config.data()), InstantSource.system());
        try {
            return new Foundation(config, storage, Vertx.vertx(withoutFileCache()));
        } catch (RuntimeException e) {
            storage.close();
            throw e;
        }
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
        vertx.close().toCompletionStage().toCompletableFuture().get();
        storage.close();
    }
}
