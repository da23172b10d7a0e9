package dev.parley.storage.contract.migration;

import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.present;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.DocumentStoreContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.migration.Migration;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.migration.MigrationState;
import dev.parley.storage.migration.MigrationState.Standing;
import dev.parley.storage.migration.MigrationTurn;
import dev.parley.storage.migration.Phase;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Migrations reach every document once they are taken, while others go on to write, whoever dies meanwhile.
///
/// The one that is tested gives each note an author where it has none, and takes the author "nobody" away again.
public interface MigrationContract extends DocumentStoreContract {
    int MANY = 1000;

    /// States are the installation's and not a tenant's: no other test may have left any.
    private void forgetMigrations() {
        DocumentStore store = documents();
        store.declare(MigrationRun.collections());
        for (Collection<?> collection : MigrationRun.collections()) {
            for (RawDocument left : store.raw().scan(collection.name(), null, 1000)) {
                run(store, left.tenant(), tx -> tx.delete(collection, left.id(), left.version()));
            }
        }
    }

    private Collection<Note> fresh() {
        forgetMigrations();
        Collection<Note> collection = Collection.of(Fixtures.freshName(), Note.class, Index.on("by_seq", "seq"));
        documents().declare(List.of(collection));
        elsewhere().declare(List.of(collection));
        return collection;
    }

    private static Migration naming(int number, Collection<?> collection, Phase phase) {
        return new Migration(
                number,
                "an author for all",
                collection,
                phase,
                note -> note.has("author") ? note : note.put("author", "nobody"),
                note -> note.path("author").asText().equals("nobody") ? note.without("author") : note);
    }

    private static MigrationRun migrating(DocumentStore store, List<Migration> migrations) {
        return migrating(store, migrations, state -> {});
    }

    private static MigrationRun migrating(
            DocumentStore store, List<Migration> migrations, Consumer<MigrationState> progress) {
        MigrationTurn turn = new MigrationTurn(Fixtures.freshName(), Duration.ofMillis(500));
        return new MigrationRun(store, migrations, turn, InstantSource.system(), progress);
    }

    private void insertMany(Collection<Note> notes, TenantId tenant) {
        for (int from = 0; from < MANY; from += 250) {
            int first = from;
            run(documents(), tenant, tx -> {
                for (int n = first; n < first + 250; n++) {
                    tx.insert(
                            notes,
                            id(n),
                            n % 5 == 0 ? Note.by("ada", n) : Note.by("x", n).withAuthor(null));
                }
            });
        }
    }

    private static String id(int n) {
        return "n%05d".formatted(n);
    }

    private List<Note> all(Collection<Note> notes, TenantId tenant) {
        List<Note> all = new ArrayList<>();
        for (int n = 0; n < MANY; n++) {
            all.add(present(documents(), tenant, notes, id(n)).value());
        }
        return all;
    }

    @Test
    default void takesEveryDocumentOfEveryTenantForwardAndBack() {
        Collection<Note> notes = fresh();
        List<TenantId> tenants = List.of(Fixtures.freshTenant(), Fixtures.freshTenant());
        tenants.forEach(tenant -> insertMany(notes, tenant));
        List<Note> before = all(notes, tenants.getFirst());
        MigrationRun migration = migrating(documents(), List.of(naming(1, notes, Phase.EXPAND)));
        assertThat(migration.isBehind()).isTrue();
        migration.expand();
        assertThat(migration.isBehind()).isFalse();
        for (TenantId tenant : tenants) {
            assertThat(all(notes, tenant)).extracting(Note::author).containsOnly("ada", "nobody");
        }
        assertThat(migration.states()).singleElement().satisfies(state -> {
            assertThat(state.standing()).isEqualTo(Standing.TAKEN);
            assertThat(state.documents()).isEqualTo(2L * MANY);
            assertThat(state.changed()).isEqualTo(2L * MANY * 4 / 5);
        });
        long version = present(documents(), tenants.getFirst(), notes, id(0)).version();
        assertThat(version).as("what has the form already is not written").isEqualTo(1);

        migration.backTo(0);
        assertThat(all(notes, tenants.getFirst())).isEqualTo(before);
        assertThat(migration.states()).isEmpty();
    }

    @Test
    default void losesNothingOfWhatOthersWriteMeanwhile() throws Exception {
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        insertMany(notes, tenant);
        AtomicBoolean migrated = new AtomicBoolean();
        List<Callable<Long>> work = new ArrayList<>();
        work.add(() -> {
            try {
                migrating(documents(), List.of(naming(1, notes, Phase.EXPAND))).expand();
                return 0L;
            } finally {
                migrated.set(true);
            }
        });
        for (int writer = 0; writer < 4; writer++) {
            int first = writer;
            work.add(() -> raise(notes, tenant, first, migrated));
        }
        long raised =
                Fixtures.concurrently(work).stream().mapToLong(Long::longValue).sum();
        List<Note> after = all(notes, tenant);
        assertThat(after).extracting(Note::author).containsOnly("ada", "nobody");
        long sum = after.stream().mapToLong(Note::balance).sum();
        assertThat(sum).isEqualTo(MANY * (MANY - 1L) / 2 + raised);
        assertThat(raised).isPositive();
    }

    /// Raises one note after the other by 1.
    ///
    /// @return how many
    private long raise(Collection<Note> notes, TenantId tenant, int first, AtomicBoolean enough) {
        long raised = 0;
        for (int n = first; !enough.get() || raised == 0; n = (n + 7) % MANY) {
            String id = id(n);
            run(elsewhere(), tenant, tx -> {
                Versioned<Note> note = tx.get(notes, id).orElseThrow();
                Note value = note.value();
                Note next = new Note(value.author(), value.balance() + 1, value.name(), value.pinned(), value.at());
                tx.replace(notes, id, next, note.version());
            });
            raised++;
        }
        return raised;
    }

    @Test
    default void isTakenOnceThoughTwoProcessesStart() {
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        insertMany(notes, tenant);
        AtomicInteger handled = new AtomicInteger();
        Migration counted = new Migration(
                1,
                "counted",
                notes,
                Phase.EXPAND,
                note -> {
                    handled.incrementAndGet();
                    return note.put("pinned", true);
                },
                note -> note);
        MigrationRun one = migrating(documents(), List.of(counted));
        MigrationRun other = migrating(elsewhere(), List.of(counted));
        Fixtures.concurrently(List.<Callable<Boolean>>of(
                () -> {
                    one.expand();
                    return one.isBehind();
                },
                () -> {
                    other.expand();
                    return other.isBehind();
                }));
        assertThat(one.states()).singleElement().satisfies(state -> {
            assertThat(state.documents()).isEqualTo(MANY);
            assertThat(state.changed()).isEqualTo(MANY);
        });
        // A transaction may be repeated; a second pass would make it twice as many.
        assertThat(handled.get()).isBetween(MANY, MANY + MANY / 2);
    }

    @Test
    default void goesOnWhereADeadProcessStopped() {
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        insertMany(notes, tenant);
        List<Migration> migrations = List.of(naming(1, notes, Phase.EXPAND));
        AtomicInteger batches = new AtomicInteger();
        // An error and no exception: the lease is not given back, as if the process had been killed.
        assertThatThrownBy(() -> migrating(documents(), migrations, state -> {
                            if (batches.incrementAndGet() == 3) {
                                throw new StackOverflowError("on purpose");
                            }
                        })
                        .expand())
                .isInstanceOf(StackOverflowError.class);
        List<Long> documents = new ArrayList<>();
        MigrationRun next = migrating(elsewhere(), migrations, state -> documents.add(state.documents()));
        next.expand();
        assertThat(documents.getFirst()).as("not from the beginning").isGreaterThan(3 * 100);
        assertThat(documents.getLast()).isEqualTo(MANY);
        assertThat(all(notes, tenant)).extracting(Note::author).containsOnly("ada", "nobody");
    }

    @Test
    default void stopsWhenAnotherTookItForDead() throws InterruptedException {
        Collection<Note> notes = fresh();
        insertMany(notes, Fixtures.freshTenant());
        List<Migration> migrations = List.of(naming(1, notes, Phase.EXPAND));
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch taken = new CountDownLatch(1);
        MigrationRun slow = migrating(documents(), migrations, state -> {
            stalled.countDown();
            Fixtures.awaitLatch(taken);
        });
        List<Callable<Boolean>> both = List.of(
                () -> {
                    assertThatThrownBy(slow::expand).hasMessageContaining("another process goes on");
                    return true;
                },
                () -> {
                    Fixtures.awaitLatch(stalled);
                    migrating(elsewhere(), migrations).expand();
                    taken.countDown();
                    return true;
                });
        assertThat(Fixtures.concurrently(both)).containsOnly(true);
        assertThat(slow.states()).extracting(MigrationState::standing).containsExactly(Standing.TAKEN);
    }

    @Test
    default void takesNothingAwayBeforeItIsAsked() {
        Collection<Note> notes = fresh();
        TenantId tenant = Fixtures.freshTenant();
        insert(documents(), tenant, notes, "n1", Note.named("kept").withPinned(true));
        Migration dropping =
                new Migration(2, "without pins", notes, Phase.CONTRACT, note -> note.without("pinned"), note -> note);
        MigrationRun migration = migrating(
                documents(), List.of(naming(1, notes, Phase.EXPAND), dropping, naming(3, notes, Phase.EXPAND)));
        migration.expand();
        assertThat(migration.isBehind()).isFalse();
        assertThat(migration.states()).extracting(MigrationState::number).containsExactly(1);
        assertThat(present(documents(), tenant, notes, "n1").value().pinned()).isTrue();

        // What an older version writes behind the cursor.
        insert(documents(), tenant, notes, "n0", Note.named("late"));
        migration.contract();
        assertThat(present(documents(), tenant, notes, "n0").value().author()).isEqualTo("nobody");
        assertThat(present(documents(), tenant, notes, "n1").value().pinned()).isNull();
        assertThat(migration.states()).extracting(MigrationState::standing).containsOnly(Standing.SEALED);
    }

    @Test
    default void refusesWhatANewerVersionTookAway() {
        Collection<Note> notes = fresh();
        Migration first = naming(1, notes, Phase.EXPAND);
        migrating(documents(), List.of(first, naming(2, notes, Phase.EXPAND))).expand();
        MigrationRun older = migrating(documents(), List.of(first));
        older.requireKnown();
        assertThatThrownBy(() -> older.backTo(0)).isInstanceOf(SchemaTooNewException.class);

        migrating(documents(), List.of(first, naming(2, notes, Phase.EXPAND), naming(3, notes, Phase.CONTRACT)))
                .contract();
        assertThatThrownBy(older::requireKnown)
                .isInstanceOf(SchemaTooNewException.class)
                .hasMessageContaining("step 3")
                .hasMessageNotContaining("\n");
    }

    @Test
    default void refusesNumbersWithGaps() {
        Collection<Note> notes = fresh();
        List<Migration> gap = List.of(naming(1, notes, Phase.EXPAND), naming(3, notes, Phase.EXPAND));
        assertThatThrownBy(() -> migrating(documents(), gap)).isInstanceOf(IllegalArgumentException.class);
    }
}
