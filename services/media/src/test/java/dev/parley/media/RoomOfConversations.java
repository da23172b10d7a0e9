package dev.parley.media;

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
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Conversations as far as media asks about them: who is a member.
final class RoomOfConversations implements ConversationsApi {
    private final Map<ConversationId, Set<UserId>> members = new ConcurrentHashMap<>();

    void join(ConversationId conversation, UserId user) {
        members.computeIfAbsent(conversation, id -> ConcurrentHashMap.newKeySet())
                .add(user);
    }

    void leave(ConversationId conversation, UserId user) {
        members.getOrDefault(conversation, Set.of()).remove(user);
    }

    @Override
    public boolean isMember(TenantId tenant, ConversationId id, UserId user) {
        return tenant.equals(TenantId.DEFAULT)
                && members.getOrDefault(id, Set.of()).contains(user);
    }

    @Override
    public Conversation create(Caller.User caller, NewConversation conversation, @Nullable String idempotencyKey) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public Conversation conversation(Caller.User caller, ConversationId id) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public ConversationPage conversations(Caller.User caller, @Nullable String cursor, int limit) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public List<Member> members(Caller.User caller, ConversationId id, @Nullable UserId after, int limit) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public Member addMember(Caller.User caller, ConversationId id, UserId user) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public void removeMember(Caller.User caller, ConversationId id, UserId user) {
        throw new UnsupportedOperationException("media does not ask for it");
    }

    @Override
    public List<ConversationId> conversationsOf(TenantId tenant, UserId user, @Nullable ConversationId after) {
        throw new UnsupportedOperationException("media does not ask for it");
    }
}
