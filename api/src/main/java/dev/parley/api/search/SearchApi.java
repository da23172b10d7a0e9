package dev.parley.api.search;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import org.jspecify.annotations.Nullable;

/// Full-text search over messages.
public interface SearchApi {
    /// One page of hits, newest first, in conversations of which the caller is a member now.
    ///
    /// @param text words, all of which must occur, and "phrases"; 1 to 256 characters
    /// @param conversation only there, or null. A conversation the caller is not in finds nothing
    /// @param cursor from the page before, or null
    /// @param limit 1 to 100
    SearchResults search(
            Caller.User caller, String text, @Nullable ConversationId conversation, @Nullable String cursor, int limit);
}
