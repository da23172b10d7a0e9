package dev.parley.storage.cluster.mongodb;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/// Which guard documents stand for what a transaction looked for and did not find, and for what one adds.
///
/// MongoDB's transactions are snapshot isolated: two of them collide only where both write. A transaction that
/// writes therefore also writes to the documents that it read. For those that were not there it writes to guards:
/// whoever looks along an index, or for an id in vain, writes to all guards of the place where it looked; whoever
/// adds a document there writes to one of them. So the two always meet in a guard, while two that only add meet
/// rarely.
///
/// The place of a document in an index is the hash of its first member, one of [#SLOTS]; each slot has [#STRIPES]
/// guards, of which an addition takes any. A query that names no value looks in all slots. An id has a place in an
/// index of its own, [#BY_ID].
///
/// What is proven of it: for every query and every document that it yields, the guards of the reader and of the
/// addition have one in common (`GuardsTest`). The numbers and the hash are part of the stored format: all
/// processes of an installation must agree on them.
final class Guards {
    static final int SLOTS = 256;
    static final int STRIPES = 4;
    static final String BY_ID = "~id";
    private static final int GOLDEN_RATIO = 0x9E3779B9;
    private static final int SLOT_SHIFT = 24;

    private Guards() {}

    /// The guards to write to after looking for an id in vain.
    static List<String> ofAbsent(TenantId tenant, String collection, String id) {
        return all(tenant, collection, BY_ID, slot(id));
    }

    /// The guards to write to after a query.
    static List<String> ofQuery(TenantId tenant, String collection, IndexQuery query) {
        if (!query.equal().isEmpty()) {
            BsonValue first = DocumentQuery.value(query.equal().getFirst());
            return all(tenant, collection, query.index(), slot(first));
        }
        List<String> guards = new ArrayList<>(SLOTS * STRIPES);
        for (int slot = 0; slot < SLOTS; slot++) {
            guards.addAll(all(tenant, collection, query.index(), slot));
        }
        return guards;
    }

    /// The guard to write to when adding an id.
    static String ofInsert(TenantId tenant, String collection, String id, RandomGenerator random) {
        return guard(tenant, collection, BY_ID, slot(id), random.nextInt(STRIPES));
    }

    /// The guard to write to when a document comes to a place in an index.
    static String ofEntry(
            TenantId tenant, String collection, Index index, BsonDocument members, RandomGenerator random) {
        int slot = slot(members.get(index.fields().getFirst()));
        return guard(tenant, collection, index.name(), slot, random.nextInt(STRIPES));
    }

    private static List<String> all(TenantId tenant, String collection, String index, int slot) {
        List<String> guards = new ArrayList<>(STRIPES);
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            guards.add(guard(tenant, collection, index, slot, stripe));
        }
        return guards;
    }

    private static String guard(TenantId tenant, String collection, String index, int slot, int stripe) {
        return tenant.value() + "/" + collection + "/" + index + "/" + slot + "." + stripe;
    }

    private static int slot(@Nullable BsonValue value) {
        return value == null ? 0 : slot(text(value));
    }

    private static int slot(String text) {
        return text.hashCode() * GOLDEN_RATIO >>> SLOT_SHIFT;
    }

    /// Its own for each value of one type; two types may share one.
    private static String text(BsonValue value) {
        return switch (value.getBsonType()) {
            case STRING -> value.asString().getValue();
            case INT64 -> Long.toString(value.asInt64().getValue());
            case BOOLEAN -> Boolean.toString(value.asBoolean().getValue());
            default -> throw new AssertionError("StoredForm indexes no other: " + value.getBsonType());
        };
    }
}
