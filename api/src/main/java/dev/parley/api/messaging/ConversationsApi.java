package dev.parley.api.messaging;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Conversations and who is in them. To anyone who is not a member a conversation does not exist: `not-found`.
public interface ConversationsApi {
    /// Starts a conversation; the caller is its first member and owner.
    ///
    /// @param idempotencyKey the same key from the same caller within 24 hours gives the conversation of the first
    ///     call, or null
    /// @throws dev.parley.core.problem.ProblemException `idempotency-key-reused` (422) when the first call asked
    ///     for something else; `unknown-user` (400) when a member does not exist
    Conversation create(Caller.User caller, NewConversation conversation, @Nullable String idempotencyKey);

    Conversation conversation(Caller.User caller, ConversationId id);

    /// The caller's conversations, latest joined first.
    ///
    /// @param cursor from the page before, or null
    /// @param limit 1 to 200
    ConversationPage conversations(Caller.User caller, @Nullable String cursor, int limit);

    /// @param after user id of the last member of the page before, or null
    /// @param limit 1 to 1000
    List<Member> members(Caller.User caller, ConversationId id, @Nullable UserId after, int limit);

    /// Adds a member; nothing changes when they are one already. Every member may add.
    ///
    /// @throws dev.parley.core.problem.ProblemException `unknown-user` (400); `conversation-full` (409)
    Member addMember(Caller.User caller, ConversationId id, UserId user);

    /// Removes a member. Members remove themselves, owners remove anyone; others get `forbidden`. Idempotent.
    void removeMember(Caller.User caller, ConversationId id, UserId user);

    /// For services: conversations of a user in the order of their ids, those after `after`, at most 1000.
    List<ConversationId> conversationsOf(TenantId tenant, UserId user, @Nullable ConversationId after);

    /// For services: whether the user is a member now.
    boolean isMember(TenantId tenant, ConversationId id, UserId user);
}
