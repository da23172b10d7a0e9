package dev.parley.storage.cluster.mongodb;

import com.mongodb.MongoException;
import com.mongodb.ReadConcern;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOneModel;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Updates;
import com.mongodb.client.model.WriteModel;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// The commands of one declared collection. Its documents are in the [StoredForm]; its indexes are
/// [DeclaredIndexes].
final class DocumentCollection<T> {
    private final Collection<T> declaration;
    private final InstantSource clock;
    private final StoredForm<T> form;
    private final DeclaredIndexes indexes;
    private final MongoCollection<BsonDocument> stored;
    private final MongoCollection<BsonDocument> snapshot;

    DocumentCollection(Collection<T> declaration, InstantSource clock, MongoDatabase database) {
        this.declaration = declaration;
        this.clock = clock;
        this.form = new StoredForm<>(declaration);
        this.indexes = new DeclaredIndexes(declaration);
        this.stored = database.getCollection(declaration.name(), BsonDocument.class);
        this.snapshot = stored.withReadConcern(ReadConcern.SNAPSHOT);
    }

    Collection<T> declaration() {
        return declaration;
    }

    DeclaredIndexes indexes() {
        return indexes;
    }

    BsonDocument encode(TenantId tenant, String id, T value, long version) {
        return form.encode(tenant, id, value, version);
    }

    Versioned<T> decode(TenantId tenant, BsonDocument document) {
        return form.decode(tenant, document);
    }

    /// The stored document, unless it is expired.
    @Nullable
    BsonDocument get(Scope scope, TenantId tenant, String id) {
        return scope.find(stored, aliveById(tenant, id)).first();
    }

    /// Its id and members, without its body.
    @Nullable
    BsonDocument getWithoutBody(Scope scope, TenantId tenant, String id) {
        return scope.find(stored, aliveById(tenant, id))
                .projection(Projections.exclude(StoredForm.BODY))
                .first();
    }

    /// What an index yields, within the snapshot of a transaction.
    List<BsonDocument> find(Scope scope, TenantId tenant, IndexQuery query) {
        return find(stored, scope, tenant, query);
    }

    /// What an index yields, in a snapshot of its own.
    List<BsonDocument> findInSnapshot(Scope scope, TenantId tenant, IndexQuery query) {
        return find(snapshot, scope, tenant, query);
    }

    private List<BsonDocument> find(
            MongoCollection<BsonDocument> collection, Scope scope, TenantId tenant, IndexQuery query) {
        Index index = declaration.index(query.index());
        Bson filter = DocumentQuery.filter(tenant, index, query);
        FindIterable<BsonDocument> found = scope.find(collection, withAlive(filter))
                .sort(DocumentQuery.sort(index, query))
                .hintString(DeclaredIndexes.name(index))
                .limit(query.limit());
        return found.into(new ArrayList<>());
    }

    void insert(Scope scope, BsonDocument document) {
        try {
            scope.insert(stored, document);
        } catch (MongoException e) {
            throw translated(e);
        }
    }

    /// Puts `document` in the place of the one at `expectedVersion`.
    void replace(Scope scope, TenantId tenant, String id, BsonDocument document, long expectedVersion) {
        try {
            if (scope.replace(stored, atVersion(tenant, id, expectedVersion), document) == 0) {
                throw new StaleVersionException(declaration.name(), id, expectedVersion);
            }
        } catch (MongoException e) {
            throw translated(e);
        }
    }

    /// Writes documents as they are, in the place of those with the same keys.
    void load(Scope scope, List<RawDocument> documents) {
        ReplaceOptions upsert = new ReplaceOptions().upsert(true);
        List<WriteModel<BsonDocument>> writes = new ArrayList<>();
        for (RawDocument raw : documents) {
            BsonDocument document = form.encodeJson(raw.tenant(), raw.id(), raw.json(), raw.version());
            writes.add(new ReplaceOneModel<>(byId(raw.tenant(), raw.id()), document, upsert));
        }
        try {
            scope.write(stored, writes);
        } catch (MongoException e) {
            throw translated(e);
        }
    }

    void delete(Scope scope, TenantId tenant, String id, long expectedVersion) {
        if (scope.deleteAll(stored, atVersion(tenant, id, expectedVersion)) == 0) {
            throw new StaleVersionException(declaration.name(), id, expectedVersion);
        }
    }

    /// Counts a read of each document, so that whoever changes one at the same time collides.
    void touch(Scope scope, TenantId tenant, List<BsonString> keys) {
        scope.updateAll(
                stored,
                Filters.and(Filters.in(StoredForm.ID, keys), Filters.eq(StoredForm.TENANT, tenant.value())),
                Updates.inc(StoredForm.READS, 1L));
    }

    boolean isExpiring() {
        return declaration.expiryField().isPresent();
    }

    /// Removes what has expired but is still on disk and stands in the way of `document`: the same id, or the
    /// values of a unique index.
    void removeExpiredRivals(Scope scope, TenantId tenant, BsonDocument document) {
        List<Bson> rivals = new ArrayList<>();
        rivals.add(Filters.eq(StoredForm.ID, document.get(StoredForm.ID)));
        BsonDocument members = document.getDocument(StoredForm.MEMBERS);
        for (Index index : declaration.indexes()) {
            if (index.unique() && members.keySet().containsAll(index.fields())) {
                rivals.add(Filters.and(index.fields().stream()
                        .map(field -> Filters.eq(DocumentQuery.member(field), members.get(field)))
                        .toList()));
            }
        }
        scope.deleteAll(
                stored,
                Filters.and(
                        Filters.eq(StoredForm.TENANT, tenant.value()),
                        DocumentQuery.expired(clock.instant()),
                        Filters.or(rivals)));
    }

    /// @throws IllegalArgumentException when the index cannot answer the query
    void requireAnswerable(TenantId tenant, IndexQuery query) {
        DocumentQuery.filter(tenant, declaration.index(query.index()), query);
    }

    private RuntimeException translated(MongoException e) {
        if (!MongodbFailure.isDuplicateKey(e)) {
            return e;
        }
        DuplicateKeyException duplicate =
                new DuplicateKeyException(declaration.name(), indexes.namedIn(String.valueOf(e.getMessage())));
        duplicate.initCause(e);
        return duplicate;
    }

    private Bson aliveById(TenantId tenant, String id) {
        return withAlive(byId(tenant, id));
    }

    private Bson atVersion(TenantId tenant, String id, long version) {
        return withAlive(Filters.and(byId(tenant, id), Filters.eq(StoredForm.VERSION, version)));
    }

    /// The tenant is in the key already; it is named for a `mongos` to find the shard.
    private static Bson byId(TenantId tenant, String id) {
        return Filters.and(
                Filters.eq(StoredForm.ID, tenant.value() + "/" + id), Filters.eq(StoredForm.TENANT, tenant.value()));
    }

    private Bson withAlive(Bson filter) {
        Optional<Instant> now = isExpiring() ? Optional.of(clock.instant()) : Optional.empty();
        return now.map(time -> Filters.and(filter, DocumentQuery.alive(time))).orElse(filter);
    }
}
