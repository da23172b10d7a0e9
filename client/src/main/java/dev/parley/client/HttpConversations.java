package dev.parley.client;

import dev.parley.api.messaging.Conversation;
import dev.parley.api.messaging.ConversationPage;
import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.NewConversation;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// [ConversationsApi] over HTTP. Creating may be repeated when the caller gave an idempotency key.
public final class HttpConversations implements ConversationsApi {
    private static final String CONVERSATION = "/v1/conversations/{}";
    private static final String MEMBERS = CONVERSATION + "/members";
    private static final String MEMBER = MEMBERS + "/{}";

    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpConversations(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public Conversation create(Caller.User caller, NewConversation conversation, @Nullable String idempotencyKey) {
        Call call = Call.post("/v1/conversations").json(conversation).idempotencyKey(idempotencyKey);
        return http.call(as(caller, call), Conversation.class);
    }

    @Override
    public Conversation conversation(Caller.User caller, ConversationId id) {
        return http.call(as(caller, Call.get(CONVERSATION, id.value())), Conversation.class);
    }

    @Override
    public ConversationPage conversations(Caller.User caller, @Nullable String cursor, int limit) {
        Call call = Call.get("/v1/conversations").query("cursor", cursor).query("limit", limit);
        return http.call(as(caller, call), ConversationPage.class);
    }

    @Override
    public List<Member> members(Caller.User caller, ConversationId id, @Nullable UserId after, int limit) {
        Call call = Call.get(MEMBERS, id.value()).query("after", after).query("limit", limit);
        return http.call(as(caller, call), Members.class).members;
    }

    @Override
    public Member addMember(Caller.User caller, ConversationId id, UserId user) {
        return http.call(as(caller, Call.put(MEMBER, id.value(), user.value())), Member.class);
    }

    @Override
    public void removeMember(Caller.User caller, ConversationId id, UserId user) {
        http.callForNothing(as(caller, Call.delete(MEMBER, id.value(), user.value())));
    }

    @Override
    public List<ConversationId> conversationsOf(TenantId tenant, UserId user, @Nullable ConversationId after) {
        Call call = Call.get("/v1/internal/users/{}/conversations", user.value())
                .query("after", after)
                .bearer(credentials.forTenant(http.target(), tenant));
        return http.call(call, ConversationIds.class).conversationIds;
    }

    @Override
    public boolean isMember(TenantId tenant, ConversationId id, UserId user) {
        Call call = Call.get("/v1/internal/conversations/{}/members/{}", id.value(), user.value())
                .bearer(credentials.forTenant(http.target(), tenant));
        return http.call(call, Membership.class).member;
    }

    private Call as(Caller.User caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private record Members(List<Member> members) {}

    private record ConversationIds(List<ConversationId> conversationIds) {}

    private record Membership(boolean member) {}
}
