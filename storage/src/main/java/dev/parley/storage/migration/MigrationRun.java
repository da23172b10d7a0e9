package dev.parley.storage.migration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.SchemaTooNewException;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.migration.MigrationState.Standing;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// Takes migrations forward and back, by one process at a time, in batches, while others read and write.
///
/// 1. A batch reads a page of keys, then takes each document anew in a transaction, changes it and puts it back: what
///    somebody else changes meanwhile is never overwritten with something older.
/// 2. The state is stored after the batch. After a crash in between, the batch comes again, which is why migrations
///    are idempotent.
/// 3. What an older version writes behind the cursor keeps the old form, until [#contract] passes over everything
///    again, which is for when no older version runs.
public final class MigrationRun {
    private static final int BATCH = 200;
    private static final int ATTEMPTS = 6;

    private final DocumentStore documents;
    private final List<Migration> migrations;
    private final MigrationStore store;
    private final MigrationTurn turn;
    private final InstantSource clock;
    private final Consumer<MigrationState> progress;

    /// @param migrations all that this program knows
    /// @param turn how this process waits for others
    /// @param progress told after each batch
    public MigrationRun(
            DocumentStore documents,
            List<Migration> migrations,
            MigrationTurn turn,
            InstantSource clock,
            Consumer<MigrationState> progress) {
        this.documents = documents;
        this.migrations = Migration.inOrder(migrations);
        this.store = new MigrationStore(documents);
        this.turn = turn;
        this.clock = clock;
        this.progress = progress;
        documents.declare(views(this.migrations));
    }

    /// Where states are kept. They move with the documents that they are about.
    public static List<Collection<?>> collections() {
        return List.of(MigrationStore.STATES, MigrationStore.LEASES);
    }

    /// The states of all migrations that were ever begun here, by number.
    public List<MigrationState> states() {
        return store.states();
    }

    /// @throws SchemaTooNewException when a newer version has taken something away that this one may need. What it
    ///     only added does no harm
    public void requireKnown() {
        for (MigrationState state : store.states()) {
            if (state.number() > migrations.size() && state.phase() == Phase.CONTRACT) {
                throw new SchemaTooNewException("the stored form of documents", state.number(), migrations.size());
            }
        }
    }

    /// Whether [#expand] has something to do.
    public boolean isBehind() {
        Map<Integer, MigrationState> states = byNumber();
        for (Migration migration : migrations) {
            if (!isTaken(states, migration)) {
                return migration.phase() == Phase.EXPAND;
            }
        }
        return false;
    }

    /// Takes, in order, what is missing, up to the first that takes something away.
    public void expand() {
        turn.take(store, holder -> {
            for (Migration migration : migrations) {
                if (isTaken(byNumber(), migration)) {
                    continue;
                }
                if (migration.phase() == Phase.CONTRACT) {
                    return;
                }
                pass(holder, migration, Standing.FORWARD, Standing.TAKEN);
            }
        });
    }

    /// Takes all that is missing. No older version may be running: what it writes afterwards would be lost.
    public void contract() {
        turn.take(store, holder -> {
            for (Migration migration : migrations) {
                MigrationState state = byNumber().get(migration.number());
                if (state != null && state.standing() == Standing.SEALED) {
                    continue;
                }
                if (!isTaken(byNumber(), migration)) {
                    pass(holder, migration, Standing.FORWARD, Standing.SEALED);
                } else {
                    pass(holder, migration, Standing.SEALING, Standing.SEALED);
                }
            }
        });
    }

    /// Takes back, in reverse, what came after `number`, so that the version that ended there can run again. This
    /// version must not be running: it would write the new form behind the cursor.
    public void backTo(int number) {
        requireBackPossible(number);
        turn.take(store, holder -> {
            for (Migration migration : migrations.reversed()) {
                if (migration.number() > number && byNumber().containsKey(migration.number())) {
                    pass(holder, migration, Standing.BACK, Standing.BACK);
                    store.remove(holder, migration.number());
                }
            }
        });
    }

    private void requireBackPossible(int number) {
        if (number < 0 || number > migrations.size()) {
            throw new MigrationRefusedException("there is no migration " + number);
        }
        for (MigrationState state : store.states()) {
            if (state.number() > migrations.size()) {
                throw new SchemaTooNewException("the stored form of documents", state.number(), migrations.size());
            }
        }
    }

    private Map<Integer, MigrationState> byNumber() {
        return store.states().stream()
                .collect(Collectors.toMap(MigrationState::number, Function.identity(), (a, b) -> b, TreeMap::new));
    }

    private static boolean isTaken(Map<Integer, MigrationState> states, Migration migration) {
        MigrationState state = states.get(migration.number());
        return state != null && state.standing() != Standing.FORWARD && state.standing() != Standing.BACK;
    }

    /// Goes over the whole collection, from where the same pass broke off if it did.
    private void pass(String holder, Migration migration, Standing pass, Standing end) {
        MigrationState state = store.state(migration.number())
                .filter(known -> known.standing() == pass)
                .orElseGet(() -> MigrationState.begun(migration, pass, clock.instant()));
        store.put(holder, state);
        UnaryOperator<ObjectNode> change = pass == Standing.BACK ? migration.back() : migration.forward();
        List<RawDocument> page = documents.raw().scan(migration.collection().name(), state.after(), BATCH);
        while (!page.isEmpty()) {
            List<DocumentKey> keys = page.stream().map(RawDocument::key).toList();
            long changed = change(view(migration), keys, change);
            state = state.moved(keys.getLast(), keys.size(), changed, clock.instant());
            store.put(holder, state);
            progress.accept(state);
            page = documents.raw().scan(migration.collection().name(), state.after(), BATCH);
        }
        state = state.standing(end, clock.instant());
        store.put(holder, state);
        progress.accept(state);
    }

    /// @param keys in order, so that each tenant's stand together
    private long change(Collection<ObjectNode> view, List<DocumentKey> keys, UnaryOperator<ObjectNode> change) {
        long changed = 0;
        int from = 0;
        while (from < keys.size()) {
            TenantId tenant = keys.get(from).tenant();
            int to = from;
            while (to < keys.size() && keys.get(to).tenant().equals(tenant)) {
                to++;
            }
            changed += changeOf(tenant, view, keys.subList(from, to), change);
            from = to;
        }
        return changed;
    }

    /// When the transaction does not get through, because others write the same documents all the time or the store
    /// is away, it is tried again in smaller pieces.
    private long changeOf(
            TenantId tenant, Collection<ObjectNode> view, List<DocumentKey> keys, UnaryOperator<ObjectNode> change) {
        long changed = 0;
        int size = keys.size();
        int failures = 0;
        for (int from = 0; from < keys.size(); ) {
            List<DocumentKey> piece = keys.subList(from, Math.min(keys.size(), from + size));
            try {
                changed += documents.transact(tenant, tx -> changeIn(tx, view, piece, change));
                from += piece.size();
                failures = 0;
            } catch (StoreUnavailableException | AmbiguousCommitException e) {
                failures++;
                if (failures == ATTEMPTS) {
                    throw e;
                }
                size = Math.max(1, size / 4);
                turn.pause(failures);
            }
        }
        return changed;
    }

    private static long changeIn(
            Transaction tx, Collection<ObjectNode> view, List<DocumentKey> keys, UnaryOperator<ObjectNode> change) {
        long changed = 0;
        for (DocumentKey key : keys) {
            Versioned<ObjectNode> found = tx.get(view, key.id()).orElse(null);
            if (found == null) {
                continue;
            }
            ObjectNode next = change.apply(found.value().deepCopy());
            if (!next.equals(found.value())) {
                tx.replace(view, key.id(), next, found.version());
                changed++;
            }
        }
        return changed;
    }

    private static Collection<ObjectNode> view(Migration migration) {
        return migration.collection().as(ObjectNode.class);
    }

    private static List<Collection<?>> views(List<Migration> migrations) {
        List<Collection<?>> views = new ArrayList<>();
        migrations.forEach(migration -> views.add(view(migration)));
        return views;
    }
}
