package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.core.id.IdSource;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.migration.MigrationState;
import dev.parley.storage.migration.SchemaStep;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// The stores of an installation, opened for `parley migrate`.
public final class DocumentMigrations implements AutoCloseable {
    private final Stores stores;
    private final MigrationRun run;

    private DocumentMigrations(Stores stores, MigrationRun run) {
        this.stores = stores;
        this.run = run;
    }

    /// @param progress told after each batch
    /// @throws dev.parley.storage.SchemaTooNewException when a newer version has taken something away
    public static DocumentMigrations open(ParleyConfig config, Consumer<MigrationState> progress) {
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        Stores stores = Foundation.stores(config);
        try {
            MigrationRun run =
                    Upgrades.run(stores.documents(), Migrations.ALL, new IdSource(clock, random), clock, progress);
            run.requireKnown();
            return new DocumentMigrations(stores, run);
        } catch (RuntimeException e) {
            stores.close();
            throw e;
        }
    }

    /// Takes back steps of the store's own tables, with the store closed.
    public static void schemaBack(ParleyConfig config, int number) {
        switch (config.topology()) {
            case EMBEDDED -> EmbeddedStorage.schemaBack(config.data(), number);
            case CLUSTER -> ClusterStores.schemaBack(config, number);
        }
    }

    /// Takes what is missing, documents first and then the store's own tables. No older version may be running.
    public static void contract(ParleyConfig config, Consumer<MigrationState> progress) {
        try (DocumentMigrations opened = open(config, progress)) {
            opened.run.contract();
        }
        switch (config.topology()) {
            case EMBEDDED -> EmbeddedStorage.schemaContract(config.data(), InstantSource.system());
            case CLUSTER -> ClusterStores.schemaContract(config);
        }
    }

    public MigrationRun run() {
        return run;
    }

    /// The steps of the store's own tables.
    public List<SchemaStep> schema() {
        return stores.schema();
    }

    /// How many migrations this version knows.
    public int known() {
        return Migrations.ALL.size();
    }

    @Override
    public void close() {
        stores.close();
    }
}
