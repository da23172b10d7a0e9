package dev.parley.search;

import dev.parley.api.search.SearchApi;
import dev.parley.core.id.ConversationId;
import dev.parley.http.Contract;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;

/// Search over HTTP.
public final class SearchRoutes {
    private static final int DEFAULT_LIMIT = 20;

    private final SearchApi search;

    public SearchRoutes(SearchApi search) {
        this.search = search;
    }

    public Routes routes() {
        return Routes.of(Contract.load("search"))
                .on("searchMessages", this::searchMessages)
                .build();
    }

    private Response searchMessages(Request request) {
        return Response.ok(search.search(
                request.user(),
                request.query("q").orElseThrow(),
                request.query("conversationId").map(ConversationId::new).orElse(null),
                request.query("cursor").orElse(null),
                request.queryInt("limit", DEFAULT_LIMIT)));
    }
}
