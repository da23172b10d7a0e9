package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoCommandException;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import com.mongodb.client.model.Indexes;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/// The indexes of a collection: one per declared index, and one by which the server removes what has expired.
///
/// A declared index is `{t, k.<field>…, _id}`, where the id settles ties; a unique one is `{t, k.<field>…}` over
/// the documents that have all its members. Its name tells its definition, so that an index that is declared
/// otherwise is another index.
final class DeclaredIndexes {
    private static final String ALWAYS_THERE = "_id_";
    private static final String EXPIRY = "expiry";

    private final Collection<?> collection;

    DeclaredIndexes(Collection<?> collection) {
        this.collection = collection;
    }

    static String name(Index index) {
        return index.name() + "." + String.join("-", index.fields()) + (index.unique() ? ".unique" : "");
    }

    /// Makes the collection, drops the indexes that are declared no more, and makes those that are missing. Returns
    /// when they are filled. Safe beside others that do the same.
    void create(MongoDatabase database) {
        tolerating(MongodbFailure.NAMESPACE_EXISTS, () -> database.createCollection(collection.name()));
        MongoCollection<BsonDocument> stored = database.getCollection(collection.name(), BsonDocument.class);
        List<IndexModel> declared = models();
        Set<String> wanted =
                declared.stream().map(model -> model.getOptions().getName()).collect(Collectors.toSet());
        Set<String> existing = new HashSet<>();
        stored.listIndexes(BsonDocument.class)
                .forEach(index -> existing.add(index.getString("name").getValue()));
        for (String name : existing) {
            if (!wanted.contains(name) && !name.equals(ALWAYS_THERE)) {
                tolerating(MongodbFailure.INDEX_NOT_FOUND, () -> stored.dropIndex(name));
            }
        }
        List<IndexModel> missing = declared.stream()
                .filter(model -> !existing.contains(model.getOptions().getName()))
                .toList();
        if (!missing.isEmpty()) {
            stored.createIndexes(missing);
        }
    }

    /// The declared name of the index that the server says was violated, or `id`.
    ///
    /// @param failure `E11000 duplicate key error collection: parley.x index: by_name.name.unique dup key: { … }`
    String namedIn(String failure) {
        return collection.indexes().stream()
                .filter(Index::unique)
                .filter(index -> failure.contains(" index: " + name(index) + " "))
                .map(Index::name)
                .findFirst()
                .orElse("id");
    }

    private List<IndexModel> models() {
        List<IndexModel> models = new ArrayList<>();
        collection.indexes().forEach(index -> models.add(model(index)));
        if (collection.expiryField().isPresent()) {
            models.add(new IndexModel(
                    Indexes.ascending(StoredForm.EXPIRY),
                    new IndexOptions().name(EXPIRY).expireAfter(0L, TimeUnit.SECONDS)));
        }
        return models;
    }

    private static IndexModel model(Index index) {
        List<String> keys = new ArrayList<>();
        keys.add(StoredForm.TENANT);
        index.fields().forEach(field -> keys.add(DocumentQuery.member(field)));
        IndexOptions options = new IndexOptions().name(name(index));
        if (index.unique()) {
            options.unique(true).partialFilterExpression(present(index));
        } else {
            keys.add(StoredForm.ID);
        }
        return new IndexModel(Indexes.ascending(keys), options);
    }

    private static Bson present(Index index) {
        BsonDocument filter = new BsonDocument();
        BsonDocument exists = BsonDocument.parse("{\"$exists\": true}");
        index.fields().forEach(field -> filter.append(DocumentQuery.member(field), exists));
        return filter;
    }

    private static void tolerating(int code, Runnable command) {
        try {
            command.run();
        } catch (MongoCommandException e) {
            if (e.getErrorCode() != code) {
                throw e;
            }
        }
    }
}
