package dev.parley.storage.cluster.mongodb;

import com.mongodb.ClientSessionOptions;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoClient;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.BsonTimestamp;
import org.jspecify.annotations.Nullable;

/// The latest operation time that this process has seen. Every session begins there, so that the process reads what
/// it has written or read before, on whichever server: one that is behind waits, or the read fails.
final class CausalTime {
    private static final ClientSessionOptions CAUSAL =
            ClientSessionOptions.builder().causallyConsistent(true).build();

    private final MongoClient client;
    private final AtomicReference<@Nullable BsonTimestamp> latest = new AtomicReference<>();

    CausalTime(MongoClient client) {
        this.client = client;
    }

    ClientSession begin() {
        ClientSession session = client.startSession(CAUSAL);
        BsonTimestamp time = latest.get();
        if (time != null) {
            session.advanceOperationTime(time);
        }
        return session;
    }

    void advanceTo(@Nullable BsonTimestamp time) {
        if (time != null) {
            latest.accumulateAndGet(time, (known, seen) -> known == null || seen.compareTo(known) > 0 ? seen : known);
        }
    }
}
