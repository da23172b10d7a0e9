package dev.parley.search;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.search.SearchApi;
import dev.parley.api.search.SearchResults;
import dev.parley.api.search.SearchResults.Hit;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Search within what the asker may read. Which conversations these are is asked at every query: an index that knew
/// the members would still find for a while what they may read no longer.
public final class MessageSearch implements SearchApi {
    private final SearchIndex index;
    private final ConversationsApi conversations;

    public MessageSearch(SearchIndex index, ConversationsApi conversations) {
        this.index = index;
        this.conversations = conversations;
    }

    @Override
    public SearchResults search(
            Caller.User caller,
            String text,
            @Nullable ConversationId conversation,
            @Nullable String cursor,
            int limit) {
        String from = cursor == null ? null : SearchCursor.unwrap(cursor);
        Set<ConversationId> readable =
                conversation == null ? conversationsOf(caller) : onlyIfMember(caller, conversation);
        if (readable.isEmpty()) {
            return new SearchResults(List.of(), null);
        }
        SearchPage page = page(caller, text, readable, from, limit);
        // The index was asked for these conversations only; a fault in it must still not show others.
        List<Hit> hits = page.hits().stream()
                .filter(hit -> readable.contains(MessageDocument.conversation(hit)))
                .map(MessageDocument::hit)
                .toList();
        String next = page.next();
        return new SearchResults(hits, next == null ? null : SearchCursor.wrap(next));
    }

    private SearchPage page(
            Caller.User caller, String text, Set<ConversationId> readable, @Nullable String from, int limit) {
        Set<String> values = readable.stream().map(ConversationId::value).collect(Collectors.toSet());
        SearchQuery query = new SearchQuery(text, Map.of(MessageDocument.CONVERSATION, values), from, limit);
        try {
            return index.search(caller.tenant(), MessageDocument.INDEX, query);
        } catch (IllegalArgumentException e) {
            if (from == null) {
                throw e;
            }
            throw ProblemType.VALIDATION_FAILED.because("the cursor is none that was given out here");
        }
    }

    private Set<ConversationId> conversationsOf(Caller.User caller) {
        Set<ConversationId> all = new HashSet<>();
        List<ConversationId> page = conversations.conversationsOf(caller.tenant(), caller.user(), null);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = conversations.conversationsOf(caller.tenant(), caller.user(), page.getLast());
        }
        return all;
    }

    private Set<ConversationId> onlyIfMember(Caller.User caller, ConversationId conversation) {
        return conversations.isMember(caller.tenant(), conversation, caller.user()) ? Set.of(conversation) : Set.of();
    }
}
