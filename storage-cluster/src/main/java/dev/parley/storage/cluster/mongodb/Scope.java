package dev.parley.storage.cluster.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.WriteModel;
import java.util.List;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/// The commands of this adapter, within a session and its transaction where there is one.
///
/// @param session absent only when speaking to a server without sessions, which tests do
record Scope(@Nullable ClientSession session) {
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);

    FindIterable<BsonDocument> find(MongoCollection<BsonDocument> collection, Bson filter) {
        return session == null ? collection.find(filter) : collection.find(session, filter);
    }

    long count(MongoCollection<BsonDocument> collection, Bson filter) {
        return session == null ? collection.countDocuments(filter) : collection.countDocuments(session, filter);
    }

    void insert(MongoCollection<BsonDocument> collection, BsonDocument document) {
        if (session == null) {
            collection.insertOne(document);
        } else {
            collection.insertOne(session, document);
        }
    }

    void insertAll(MongoCollection<BsonDocument> collection, List<BsonDocument> documents) {
        if (session == null) {
            collection.insertMany(documents);
        } else {
            collection.insertMany(session, documents);
        }
    }

    /// How many were replaced: one or none.
    long replace(MongoCollection<BsonDocument> collection, Bson filter, BsonDocument document) {
        ReplaceOptions options = new ReplaceOptions();
        return (session == null
                        ? collection.replaceOne(filter, document, options)
                        : collection.replaceOne(session, filter, document, options))
                .getMatchedCount();
    }

    void updateAll(MongoCollection<BsonDocument> collection, Bson filter, Bson update) {
        if (session == null) {
            collection.updateMany(filter, update);
        } else {
            collection.updateMany(session, filter, update);
        }
    }

    /// How many were deleted.
    long deleteAll(MongoCollection<BsonDocument> collection, Bson filter) {
        return (session == null ? collection.deleteMany(filter) : collection.deleteMany(session, filter))
                .getDeletedCount();
    }

    void write(MongoCollection<BsonDocument> collection, List<WriteModel<BsonDocument>> writes) {
        if (session == null) {
            collection.bulkWrite(writes, UNORDERED);
        } else {
            collection.bulkWrite(session, writes, UNORDERED);
        }
    }
}
