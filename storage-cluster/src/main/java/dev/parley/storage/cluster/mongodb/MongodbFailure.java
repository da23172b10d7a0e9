package dev.parley.storage.cluster.mongodb;

import com.mongodb.DuplicateKeyException;
import com.mongodb.ErrorCategory;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoException;
import com.mongodb.MongoInterruptedException;
import com.mongodb.MongoWriteException;
import dev.parley.core.problem.StoreUnavailableException;

/// What a failure of the driver means.
final class MongodbFailure {
    static final int NAMESPACE_EXISTS = 48;
    static final int INDEX_NOT_FOUND = 27;
    static final int COMMAND_NOT_FOUND = 59;
    private static final int WRITE_CONFLICT = 112;
    private static final int SNAPSHOT_TOO_OLD = 239;
    private static final int SNAPSHOT_UNAVAILABLE = 246;

    private MongodbFailure() {}

    /// Whether the transaction did nothing and may be run again.
    static boolean isConflict(MongoException e) {
        return e.hasErrorLabel(MongoException.TRANSIENT_TRANSACTION_ERROR_LABEL) || e.getCode() == WRITE_CONFLICT;
    }

    /// Whether the server has no snapshot to read from for a moment, as when an index was just made.
    static boolean isWithoutSnapshot(MongoException e) {
        return e.getCode() == SNAPSHOT_TOO_OLD || e.getCode() == SNAPSHOT_UNAVAILABLE;
    }

    static boolean isDuplicateKey(MongoException e) {
        return switch (e) {
            case MongoWriteException write -> write.getError().getCategory() == ErrorCategory.DUPLICATE_KEY;
            case MongoBulkWriteException bulk ->
                bulk.getWriteErrors().stream().anyMatch(error -> error.getCategory() == ErrorCategory.DUPLICATE_KEY);
            case DuplicateKeyException legacy -> true;
            default -> ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY;
        };
    }

    /// The failure of something that did not happen, or that may be done again.
    static StoreUnavailableException unavailable(MongoException e) {
        if (e instanceof MongoInterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new StoreUnavailableException("MongoDB: " + e.getMessage(), e);
    }
}
