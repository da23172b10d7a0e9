package dev.parley.storage.cluster.mongodb;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import java.util.ArrayList;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// Documents of all tenants, in the order of `_id`, which begins with the tenant and compares by its UTF-8 bytes.
final class MongodbRawDocuments implements RawDocuments {
    /// So that large documents do not all come at once.
    private static final int BATCH = 50;

    private final MongodbEngine engine;
    private final MongodbDocumentStore store;

    MongodbRawDocuments(MongodbEngine engine, MongodbDocumentStore store) {
        this.engine = engine;
        this.store = store;
    }

    @Override
    public List<String> collections() {
        store.requireOpen();
        List<String> names = engine.unlessUnavailable(
                () -> engine.database().listCollectionNames().into(new ArrayList<>()));
        names.removeIf(name -> Schema.OWN.contains(name) || name.startsWith("system."));
        names.sort(null);
        return List.copyOf(names);
    }

    @Override
    public List<RawDocument> scan(String collection, @Nullable DocumentKey after, int limit) {
        RawDocuments.requirePage(limit);
        store.requireOpen();
        MongoCollection<BsonDocument> stored = engine.database().getCollection(collection, BsonDocument.class);
        Bson filter = after == null ? Filters.empty() : Filters.gt(StoredForm.ID, after.toString());
        return engine.read(scope -> {
            List<RawDocument> page = new ArrayList<>();
            long bytes = 0;
            try (MongoCursor<BsonDocument> cursor = scope.find(stored, filter)
                    .sort(Sorts.ascending(StoredForm.ID))
                    .limit(limit)
                    .batchSize(BATCH)
                    .cursor()) {
                while (bytes < MAX_PAGE_BYTES && cursor.hasNext()) {
                    RawDocument document = StoredForm.raw(cursor.next());
                    bytes += document.json().length;
                    page.add(document);
                }
            }
            return page;
        });
    }

    @Override
    public void load(Collection<?> collection, List<RawDocument> documents) {
        store.requireOpen();
        if (documents.isEmpty()) {
            return;
        }
        RawDocuments.requirePage(documents.size());
        DocumentCollection<?> loaded = store.collection(collection);
        engine.transact((scope, clearingRivals) -> {
            loaded.load(scope, documents);
            return true;
        });
    }
}
