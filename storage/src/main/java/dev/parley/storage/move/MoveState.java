package dev.parley.storage.move;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Versioned;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How far a move has come. Kept in the target; the source keeps one as well, from which only the id counts.
///
/// @param id of the move, the same on both sides
/// @param collection the one that is being copied, `""` before the first
/// @param afterTenant with `afterId` the last document that arrived
/// @param copied documents so far
/// @param finishedAt when both sides were found to be the same
record MoveState(
        String id,
        String collection,
        @Nullable TenantId afterTenant,
        @Nullable String afterId,
        long copied,
        @Nullable Instant finishedAt) {
    static final Collection<MoveState> MOVES = Collection.of("parley_moves", MoveState.class);
    private static final String KEY = "move";

    static MoveState begun(String id) {
        return new MoveState(id, "", null, null, 0, null);
    }

    static Optional<MoveState> in(DocumentStore documents) {
        return documents.get(TenantId.DEFAULT, MOVES, KEY).map(Versioned::value);
    }

    void putInto(DocumentStore documents) {
        documents.transact(TenantId.DEFAULT, tx -> {
            Versioned<MoveState> known = tx.get(MOVES, KEY).orElse(null);
            if (known == null) {
                tx.insert(MOVES, KEY, this);
            } else {
                tx.replace(MOVES, KEY, this, known.version());
            }
            return true;
        });
    }

    /// At the beginning of a collection.
    MoveState at(String next) {
        return new MoveState(id, next, null, null, copied, finishedAt);
    }

    MoveState moved(DocumentKey to, long more) {
        return new MoveState(id, collection, to.tenant(), to.id(), copied + more, finishedAt);
    }

    MoveState finished(Instant now) {
        return new MoveState(id, collection, null, null, copied, now);
    }

    /// Whether a collection has arrived whole, given that they are copied in the order of these names.
    boolean isBehind(List<String> collections, String name) {
        return collections.indexOf(collection) > collections.indexOf(name);
    }

    @Nullable
    DocumentKey after() {
        return afterTenant == null || afterId == null ? null : new DocumentKey(afterTenant, afterId);
    }
}
