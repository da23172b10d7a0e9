package dev.parley.messaging;

import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.NewConversation;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.UserId;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.Routes;
import java.io.IOException;
import java.util.List;

/// Conversations over HTTP.
public final class ConversationRoutes {
    private static final int DEFAULT_PAGE = 50;
    private static final int DEFAULT_MEMBERS_PAGE = 100;

    private final ConversationsApi conversations;

    public ConversationRoutes(ConversationsApi conversations) {
        this.conversations = conversations;
    }

    /// Gives the operations about conversations and members their handlers.
    public void addTo(Routes.Builder routes) {
        routes.on("createConversation", this::create)
                .on("listConversations", this::list)
                .on("getConversation", this::get)
                .on("listMembers", this::members)
                .on("addMember", this::addMember)
                .on("removeMember", this::removeMember)
                .on("listConversationsOfUser", this::conversationsOfUser)
                .on("getMembership", this::membership);
    }

    private Response create(Request request) throws IOException {
        return Response.created(conversations.create(
                request.user(),
                request.json(NewConversation.class),
                request.header("Idempotency-Key").orElse(null)));
    }

    private Response list(Request request) {
        return Response.ok(conversations.conversations(
                request.user(), request.query("cursor").orElse(null), request.queryInt("limit", DEFAULT_PAGE)));
    }

    private Response get(Request request) {
        return Response.ok(conversations.conversation(request.user(), conversation(request)));
    }

    private Response members(Request request) {
        UserId after = request.query("after").map(UserId::new).orElse(null);
        return Response.ok(new Members(conversations.members(
                request.user(), conversation(request), after, request.queryInt("limit", DEFAULT_MEMBERS_PAGE))));
    }

    private Response addMember(Request request) {
        return Response.ok(conversations.addMember(request.user(), conversation(request), user(request)));
    }

    private Response removeMember(Request request) {
        conversations.removeMember(request.user(), conversation(request), user(request));
        return Response.noContent();
    }

    private Response conversationsOfUser(Request request) {
        ConversationId after = request.query("after").map(ConversationId::new).orElse(null);
        return Response.ok(new ConversationIds(
                conversations.conversationsOf(request.service().tenant(), user(request), after)));
    }

    private Response membership(Request request) {
        return Response.ok(new Membership(
                conversations.isMember(request.service().tenant(), conversation(request), user(request))));
    }

    private static ConversationId conversation(Request request) {
        return new ConversationId(request.pathParameter("conversationId"));
    }

    private static UserId user(Request request) {
        return new UserId(request.pathParameter("userId"));
    }

    private record Members(List<Member> members) {}

    private record ConversationIds(List<ConversationId> conversationIds) {}

    private record Membership(boolean member) {}
}
