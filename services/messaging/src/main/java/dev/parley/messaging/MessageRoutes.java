package dev.parley.messaging;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.api.messaging.SendMessage;
import dev.parley.api.messaging.Sent;
import dev.parley.core.id.ConversationId;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Messages over HTTP.
public final class MessageRoutes {
    private static final int DEFAULT_PAGE = 50;

    private final MessagesApi messages;

    public MessageRoutes(MessagesApi messages) {
        this.messages = messages;
    }

    /// Gives the operations about messages their handlers.
    public void addTo(Routes.Builder routes) {
        routes.on("sendMessage", this::send).on("listMessages", this::list);
    }

    private Response send(Request request) throws IOException {
        Sent sent = messages.send(request.user(), conversation(request), request.json(SendMessage.class));
        return Response.json(sent.duplicate() ? 200 : 201, sent.message());
    }

    private Response list(Request request) {
        Long afterSeq = seq(request, "afterSeq");
        Long beforeSeq = seq(request, "beforeSeq");
        if (afterSeq != null && beforeSeq != null) {
            throw ProblemType.VALIDATION_FAILED.because("afterSeq and beforeSeq exclude one another");
        }
        HistoryRange range = new HistoryRange(afterSeq, beforeSeq, request.queryInt("limit", DEFAULT_PAGE));
        return Response.ok(messages.history(request.caller(), conversation(request), range));
    }

    // The contract has checked that it is an integer within bounds.
    private static @Nullable Long seq(Request request, String name) {
        return request.query(name).map(Long::valueOf).orElse(null);
    }

    private static ConversationId conversation(Request request) {
        return new ConversationId(request.pathParameter("conversationId"));
    }
}
