package dev.parley.search.store;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All conversations that ever had a message: where to read from when the index must be filled again. The event log
/// does not do for that, since it forgets.
public final class KnownConversations {
    private static final String BY_CONVERSATION = "by_conversation";
    private static final Collection<KnownConversation> CONVERSATIONS = Collection.of(
            "search_conversations", KnownConversation.class, Index.unique(BY_CONVERSATION, "conversationId"));

    private final DocumentStore documents;

    public KnownConversations(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(CONVERSATIONS));
    }

    /// Remembers those that are new. Idempotent.
    public void remember(TenantId tenant, Set<ConversationId> conversations) {
        List<ConversationId> unknown = conversations.stream()
                .filter(id -> documents.get(tenant, CONVERSATIONS, id.value()).isEmpty())
                .toList();
        if (unknown.isEmpty()) {
            return;
        }
        documents.transact(tenant, transaction -> {
            for (ConversationId id : unknown) {
                if (transaction.get(CONVERSATIONS, id.value()).isEmpty()) {
                    transaction.insert(CONVERSATIONS, id.value(), new KnownConversation(id));
                }
            }
            return unknown.size();
        });
    }

    /// In the order of their ids, those after `after` (null for the first page), at most 1000.
    public List<ConversationId> after(TenantId tenant, @Nullable ConversationId after) {
        IndexQuery all = IndexQuery.on(BY_CONVERSATION);
        IndexQuery query = after == null ? all : all.after(after.value());
        return documents.find(tenant, CONVERSATIONS, query).stream()
                .map(found -> found.value().conversationId())
                .toList();
    }
}
