package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.migration.Migration;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.migration.MigrationState;
import dev.parley.storage.migration.MigrationTurn;
import dev.parley.storage.migration.Phase;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Migrates until it is killed, and says how many documents it has handled after each batch.
///
/// `MigrationStorm <folder> <holder>`
final class MigrationStorm {
    static final int DOCUMENTS = 6000;
    static final Collection<Thing> THINGS = Collection.of("storm_things", Thing.class);
    private static final Migration TURNING = new Migration(
            1,
            "things have a sign",
            THINGS,
            Phase.EXPAND,
            thing -> thing.has("sign")
                    ? thing
                    : thing.put("sign", thing.path("n").asLong() % 2 == 0 ? "even" : "odd"),
            thing -> thing.without("sign"));

    private MigrationStorm() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedStorage storage =
                EmbeddedStorage.open(EmbeddedStorageConfig.of(Path.of(arguments[0])), InstantSource.system());
        migration(storage.documents(), arguments[1], state -> System.out.println(state.documents()))
                .expand();
        new CountDownLatch(1).await();
    }

    static MigrationRun migration(DocumentStore documents, String holder, Consumer<MigrationState> progress) {
        MigrationTurn turn = new MigrationTurn(holder, Duration.ofMillis(300));
        return new MigrationRun(documents, List.of(TURNING), turn, InstantSource.system(), progress);
    }

    static void fill(DocumentStore documents) {
        documents.declare(List.of(THINGS));
        documents.transact(TenantId.DEFAULT, tx -> {
            for (int n = 0; n < DOCUMENTS; n++) {
                tx.insert(THINGS, id(n), new Thing(n, null));
            }
            return true;
        });
    }

    static String id(int n) {
        return "t%06d".formatted(n);
    }

    record Thing(long n, @Nullable String sign) {}
}
