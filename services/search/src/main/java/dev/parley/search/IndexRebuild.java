package dev.parley.search;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.search.store.KnownConversations;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchQuery;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills an index that has lost its content, or was made by an older form of [MessageDocument], from the history of
/// all conversations.
///
/// Whether it is whole the index says itself: a marker is put into it when filling begins, and replaced when it was
/// filled. It holds no conversation, so no search for messages finds it. A rebuild that breaks off, or under which
/// the index lost its content again, does not end with the second marker and begins anew; meanwhile
/// [MessageFollower] may go on, since both put the same documents. The event log has no part in it: it forgets.
final class IndexRebuild {
    /// Raised when documents change their form.
    private static final String FORM = "1";

    private static final Logger LOG = LoggerFactory.getLogger(IndexRebuild.class);
    private static final String MARKER_FIELD = "marker";
    private static final String BEGUN = "begun";
    private static final String FILLED = "filled";

    private final SearchIndex index;
    private final KnownConversations known;
    private final MessageReader reader;
    private final MessageFollower follower;

    IndexRebuild(SearchIndex index, KnownConversations known, MessageReader reader, MessageFollower follower) {
        this.index = index;
        this.known = known;
        this.reader = reader;
        this.follower = follower;
    }

    /// Fills the index unless it is whole. Returns when all is in it, or soon after `goOn` says no.
    ///
    /// @throws StoreUnavailableException also when the index was emptied meanwhile
    void fillUnlessWhole(TenantId tenant, BooleanSupplier goOn) {
        if (isMarked(tenant, FILLED)) {
            return;
        }
        mark(tenant, BEGUN);
        long messages = 0;
        List<ConversationId> page = known.after(tenant, null);
        while (!page.isEmpty()) {
            for (ConversationId conversation : page) {
                messages += fill(tenant, conversation, goOn);
            }
            page = known.after(tenant, page.getLast());
        }
        if (!goOn.getAsBoolean()) {
            return;
        }
        if (!isMarked(tenant, BEGUN)) {
            throw new StoreUnavailableException("the index was emptied while it was being filled");
        }
        mark(tenant, FILLED);
        LOG.info("the index of {} was filled with {} messages", tenant, messages);
    }

    private void mark(TenantId tenant, String state) {
        SearchDocument marker = new SearchDocument("marker", state, Map.of(MARKER_FIELD, FORM), 0);
        index.put(tenant, MessageDocument.INDEX, List.of(marker));
    }

    private boolean isMarked(TenantId tenant, String state) {
        SearchQuery query = new SearchQuery(state, Map.of(MARKER_FIELD, Set.of(FORM)), null, 1);
        index.refresh(tenant, MessageDocument.INDEX);
        return !index.search(tenant, MessageDocument.INDEX, query).hits().isEmpty();
    }

    private long fill(TenantId tenant, ConversationId conversation, BooleanSupplier goOn) {
        long seq = 0;
        long latest = goOn.getAsBoolean() ? reader.latestSeq(tenant, conversation) : 0;
        while (seq < latest && goOn.getAsBoolean()) {
            long end = Math.min(latest, seq + HistoryRange.MAX_LIMIT);
            List<Message> messages = reader.read(tenant, conversation, seq + 1, end);
            follower.put(tenant, messages);
            seq = end;
        }
        return latest;
    }
}
