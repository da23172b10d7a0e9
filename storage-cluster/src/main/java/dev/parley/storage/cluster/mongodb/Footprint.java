package dev.parley.storage.cluster.mongodb;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.bson.BsonString;

/// What one transaction has read and written, from which follows what it must write besides to be serializable:
/// each document that it read and did not write is touched, and [Guards] stand for the rest.
///
/// Why that suffices. Under snapshot isolation a history is not serializable only if some transaction overlaps one
/// that writes what it read (Fekete et al., "Making Snapshot Isolation Serializable", 2005). Of two that write
/// and overlap like this, both write to the document that was read, or to the guard of where it was not; the server
/// aborts one. What remains is transactions that only read: each sees the state between two commits.
///
/// It is all done at the end of the transaction, in at most one command per collection and one for the guards: a
/// collision is decided by the snapshot, not by when the touch is made.
final class Footprint {
    static final String GUARD_TIME = "at";
    private static final String GUARD_COUNT = "n";
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final TenantId tenant;
    private final RandomGenerator random;
    private final Map<DocumentCollection<?>, Map<BsonString, BsonDocument>> found = new LinkedHashMap<>();
    private final Map<DocumentCollection<?>, Set<BsonString>> written = new HashMap<>();
    private final Map<DocumentCollection<?>, Set<String>> absent = new HashMap<>();
    private final Set<String> guards = new TreeSet<>();
    private final Set<String> queried = new TreeSet<>();
    private boolean writes;

    Footprint(TenantId tenant, RandomGenerator random) {
        this.tenant = tenant;
        this.random = random;
    }

    void found(DocumentCollection<?> collection, BsonDocument document) {
        found.computeIfAbsent(collection, none -> new LinkedHashMap<>())
                .put(document.getString(StoredForm.ID), document.getDocument(StoredForm.MEMBERS));
    }

    void missed(DocumentCollection<?> collection, String id) {
        absent.computeIfAbsent(collection, none -> new HashSet<>()).add(id);
    }

    void queried(DocumentCollection<?> collection, IndexQuery query) {
        queried.addAll(Guards.ofQuery(tenant, collection.declaration().name(), query));
    }

    void inserted(DocumentCollection<?> collection, String id, BsonDocument document) {
        String name = collection.declaration().name();
        guards.add(Guards.ofInsert(tenant, name, id, random));
        absent.getOrDefault(collection, new HashSet<>()).remove(id); // the insert itself collides with another
        for (Index index : collection.declaration().indexes()) {
            entered(collection, index, document);
        }
        wrote(collection, document.getString(StoredForm.ID), document);
    }

    void replaced(DocumentCollection<?> collection, BsonDocument document) {
        BsonString key = document.getString(StoredForm.ID);
        BsonDocument before = found.getOrDefault(collection, Map.of()).get(key);
        BsonDocument after = document.getDocument(StoredForm.MEMBERS);
        for (Index index : collection.declaration().indexes()) {
            if (before == null || !sameIn(index, before, after)) {
                entered(collection, index, document);
            }
        }
        wrote(collection, key, document);
    }

    void deleted(DocumentCollection<?> collection, BsonString key) {
        written.computeIfAbsent(collection, none -> new HashSet<>()).add(key);
        writes = true;
    }

    void appended() {
        writes = true;
    }

    boolean writes() {
        return writes;
    }

    /// The keys of what was read and not written, by collection.
    Map<DocumentCollection<?>, List<BsonString>> touches() {
        Map<DocumentCollection<?>, List<BsonString>> touches = new LinkedHashMap<>();
        found.forEach((collection, documents) -> {
            List<BsonString> keys = new ArrayList<>(documents.keySet());
            keys.removeAll(written.getOrDefault(collection, Set.of()));
            if (!keys.isEmpty()) {
                touches.put(collection, keys);
            }
        });
        return touches;
    }

    /// The guards to write to, in one order for all so that two that collide do so early.
    Set<String> guards() {
        Set<String> all = new TreeSet<>(guards);
        all.addAll(queried);
        absent.forEach((collection, ids) -> ids.forEach(id ->
                all.addAll(Guards.ofAbsent(tenant, collection.declaration().name(), id))));
        return all;
    }

    static List<WriteModel<BsonDocument>> guardWrites(Set<String> guards, Instant now) {
        List<WriteModel<BsonDocument>> writes = new ArrayList<>();
        for (String guard : guards) {
            writes.add(new UpdateOneModel<>(
                    Filters.eq(StoredForm.ID, guard),
                    Updates.combine(Updates.inc(GUARD_COUNT, 1L), Updates.set(GUARD_TIME, Date.from(now))),
                    UPSERT));
        }
        return writes;
    }

    private void entered(DocumentCollection<?> collection, Index index, BsonDocument document) {
        BsonDocument members = document.getDocument(StoredForm.MEMBERS);
        if (!index.unique() || members.keySet().containsAll(index.fields())) {
            guards.add(Guards.ofEntry(tenant, collection.declaration().name(), index, members, random));
        }
    }

    private void wrote(DocumentCollection<?> collection, BsonString key, BsonDocument document) {
        found(collection, document);
        written.computeIfAbsent(collection, none -> new HashSet<>()).add(key);
        writes = true;
    }

    private static boolean sameIn(Index index, BsonDocument before, BsonDocument after) {
        return index.fields().stream().allMatch(field -> {
            var value = before.get(field);
            return value == null ? !after.containsKey(field) : value.equals(after.get(field));
        });
    }
}
