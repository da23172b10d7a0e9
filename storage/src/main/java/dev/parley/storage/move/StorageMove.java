package dev.parley.storage.move;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// One move, from stores on which nothing runs, to stores that are empty or have the first part of this very move.
///
/// Documents go collection by collection in one order, with their versions; how far they came is kept in the target
/// after each page, and a page that comes twice changes nothing. Objects go one by one, those that are there
/// already with the same hash do not go again. Events that are still kept are appended in their order; consumers in
/// the target begin at the oldest, as every group does that is new, and all consumers are idempotent. Then both
/// sides are read again and compared.
public final class StorageMove {
    /// What a move keeps for itself, and the lease of a process that runs no more.
    private static final Set<String> LEFT_BEHIND = Set.of(MoveState.MOVES.name(), "parley_migration_lease");

    /// Nobody's id: after all that are made of letters and digits.
    private static final String GREATEST_ID = "\uDBFF\uDFFF";

    private final MoveSide source;
    private final MoveSide target;
    private final Map<String, Collection<?>> known = new TreeMap<>();
    private final List<String> topics;
    private final InstantSource clock;
    private final Consumer<String> progress;

    /// @param progress told a line now and then
    public StorageMove(
            MoveSide source, MoveSide target, Contents contents, InstantSource clock, Consumer<String> progress) {
        this.source = source;
        this.target = target;
        contents.known.forEach(collection -> known.put(collection.name(), collection));
        LEFT_BEHIND.forEach(known::remove);
        this.topics = contents.topics;
        this.clock = clock;
        this.progress = progress;
    }

    /// What there can be in the source.
    ///
    /// @param known all collections of this version
    /// @param topics all that ever had events in the source
    public record Contents(List<Collection<?>> known, List<String> topics) {
        public Contents {
            known = List.copyOf(known);
            topics = List.copyOf(topics);
        }
    }

    /// Moves everything, or the rest of it, and compares.
    ///
    /// @param freshId called when the move is new
    /// @return a row for each collection, for the objects, and for each topic
    /// @throws MoveRefusedException when the target is not empty, or the source has what this version does not know
    public List<MoveRow> run(Supplier<String> freshId) {
        List<String> names = collections();
        declare();
        MoveState state = begun(freshId);
        copyDocuments(names, state);
        Set<TenantId> tenants = tenants(names);
        ObjectMove objects = new ObjectMove(source.objects(), target.objects(), progress);
        objects.copy(tenants);
        EventMove events = new EventMove(source.events(), target.events(), "move-" + state.id(), progress);
        List<MoveRow> rows = new ArrayList<>();
        topics.forEach(events::copy);
        for (String name : names) {
            progress.accept("comparing " + name);
            rows.add(Comparison.of(collection(name), source, target, clock.instant()));
        }
        rows.add(objects.compare(tenants));
        topics.forEach(topic -> rows.add(events.compare(topic)));
        if (rows.stream().allMatch(MoveRow::isWhole)) {
            MoveState finished = MoveState.in(target.documents()).orElse(state).finished(clock.instant());
            finished.putInto(target.documents());
            finished.putInto(source.documents());
        }
        return rows;
    }

    /// Those that the source has, in order.
    private List<String> collections() {
        List<String> names = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        RawDocuments raw = source.documents().raw();
        for (String name : raw.collections()) {
            if (known.containsKey(name)) {
                names.add(name);
            } else if (!LEFT_BEHIND.contains(name) && !raw.scan(name, null, 1).isEmpty()) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new MoveRefusedException("the source has collections that this version does not know, which would be"
                    + " left behind: " + String.join(", ", unknown));
        }
        return names;
    }

    private void declare() {
        source.documents().declare(List.of(MoveState.MOVES));
        List<Collection<?>> all = new ArrayList<>(known.values());
        all.add(MoveState.MOVES);
        target.documents().declare(all);
    }

    private MoveState begun(Supplier<String> freshId) {
        MoveState there = MoveState.in(target.documents()).orElse(null);
        if (there == null) {
            requireEmptyTarget();
            // The source first: if this ends in between, the next attempt is a new move again.
            MoveState state = MoveState.begun(freshId.get());
            state.putInto(source.documents());
            state.putInto(target.documents());
            return state;
        }
        boolean same = MoveState.in(source.documents())
                .filter(here -> here.id().equals(there.id()))
                .isPresent();
        if (!same) {
            throw new MoveRefusedException("the target holds a move from another source; give it an empty target");
        }
        if (there.finishedAt() != null) {
            throw new MoveRefusedException("this source was moved to this target already, at " + there.finishedAt()
                    + "; what was written since would be overwritten");
        }
        progress.accept("going on with a move that broke off after " + there.copied() + " documents");
        return there;
    }

    private void requireEmptyTarget() {
        for (String name : target.documents().raw().collections()) {
            if (!LEFT_BEHIND.contains(name)
                    && !target.documents().raw().scan(name, null, 1).isEmpty()) {
                throw new MoveRefusedException("the target is not empty: it has documents in " + name);
            }
        }
        if (!target.objects().list(TenantId.DEFAULT, "", "", 1).isEmpty()) {
            throw new MoveRefusedException("the target is not empty: it has objects");
        }
    }

    private void copyDocuments(List<String> names, MoveState begun) {
        MoveState state = begun;
        for (String name : names) {
            if (state.isBehind(names, name)) {
                continue;
            }
            if (!state.collection().equals(name)) {
                state = state.at(name);
            }
            long before = state.copied();
            List<RawDocument> page = page(name, state.after());
            while (!page.isEmpty()) {
                target.documents().raw().load(collection(name), page);
                state = state.moved(page.getLast().key(), page.size());
                state.putInto(target.documents());
                progress.accept("copying " + name + ": " + (state.copied() - before));
                page = page(name, state.after());
            }
            progress.accept("copied " + name + ": " + (state.copied() - before));
        }
    }

    private List<RawDocument> page(String name, @Nullable DocumentKey after) {
        return source.documents().raw().scan(name, after, RawDocuments.MAX_PAGE);
    }

    /// Whoever has objects has documents about them.
    private Set<TenantId> tenants(List<String> names) {
        Set<TenantId> tenants = new TreeSet<>(Set.of(TenantId.DEFAULT));
        for (String name : names) {
            List<RawDocument> page = page(name, null);
            while (!page.isEmpty()) {
                page.forEach(document -> tenants.add(document.tenant()));
                page = page(name, afterTenant(page.getLast().key()));
            }
        }
        return tenants;
    }

    /// Behind all documents of the tenant, as far as one can tell.
    private static DocumentKey afterTenant(DocumentKey key) {
        DocumentKey end = new DocumentKey(key.tenant(), GREATEST_ID);
        return end.compareTo(key) > 0 ? end : key;
    }

    private Collection<?> collection(String name) {
        Collection<?> collection = known.get(name);
        if (collection == null) {
            throw new IllegalStateException("only what is known is moved: " + name);
        }
        return collection;
    }
}
