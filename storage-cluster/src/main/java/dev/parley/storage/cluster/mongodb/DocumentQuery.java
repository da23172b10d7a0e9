package dev.parley.storage.cluster.mongodb;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.BsonBoolean;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.conversions.Bson;

/// Queries as MongoDB's filters and sorts. What they must be for the index to answer them alone: the tenant and the
/// leading fields equal, the next within bounds, the order that of the index.
///
/// Comparisons are between values of one BSON type, so an absent member is within no bounds; in the order it comes
/// before everything. Text compares by its UTF-8 bytes, as collections and indexes here have no collation.
final class DocumentQuery {
    private DocumentQuery() {}

    static Bson filter(TenantId tenant, Index index, IndexQuery query) {
        List<String> fields = index.fields();
        int equal = query.equal().size();
        boolean bounded = query.after() != null || query.before() != null;
        if (equal > fields.size() || (equal == fields.size() && bounded)) {
            throw new IllegalArgumentException(index.name() + " has only the fields " + fields);
        }
        List<Bson> conditions = new ArrayList<>();
        conditions.add(Filters.eq(StoredForm.TENANT, tenant.value()));
        for (int i = 0; i < equal; i++) {
            conditions.add(Filters.eq(member(fields.get(i)), value(query.equal().get(i))));
        }
        if (query.after() != null) {
            conditions.add(Filters.gt(member(fields.get(equal)), value(query.after())));
        }
        if (query.before() != null) {
            conditions.add(Filters.lt(member(fields.get(equal)), value(query.before())));
        }
        if (index.unique()) {
            conditions.add(allPresent(index)); // else the server may not use the index, which is a partial one
        }
        return Filters.and(conditions);
    }

    static Bson sort(Index index, IndexQuery query) {
        List<String> order = new ArrayList<>();
        index.fields().forEach(field -> order.add(member(field)));
        if (!index.unique()) {
            order.add(StoredForm.ID); // a unique index has no ties to settle
        }
        return query.descending() ? Sorts.descending(order) : Sorts.ascending(order);
    }

    static Bson allPresent(Index index) {
        return Filters.and(index.fields().stream()
                .map(field -> Filters.exists(member(field)))
                .toList());
    }

    static Bson alive(Instant now) {
        return Filters.not(expired(now));
    }

    static Bson expired(Instant now) {
        return Filters.lte(StoredForm.EXPIRY, Date.from(now));
    }

    static String member(String field) {
        return StoredForm.MEMBERS + "." + field;
    }

    static BsonValue value(Object scalar) {
        return switch (scalar) {
            case String text -> new BsonString(text);
            case Long number -> new BsonInt64(number);
            case Boolean truth -> BsonBoolean.valueOf(truth);
            default -> throw new AssertionError("IndexQuery takes no other: " + scalar.getClass());
        };
    }
}
