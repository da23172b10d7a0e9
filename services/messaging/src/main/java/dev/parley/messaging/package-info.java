/// The messaging service (port 3004): conversations, their members, and their messages. Read [Messages] first, the
/// main road of the platform, then [Conversations].
///
/// | noun | routes | use cases | rules | store |
/// |---|---|---|---|---|
/// | conversation | [ConversationRoutes] | [Conversations] | [Conversation] |
/// [dev.parley.messaging.store.ConversationStore] |
/// | message | [MessageRoutes] | [Messages] | [Message] | [dev.parley.messaging.store.MessageStore] |
///
/// Invariants, each held by a transaction of a store:
///
/// - Messages of a conversation are numbered 1, 2, 3, … in the order of their commits; no number is missing or used
/// twice.
/// - A message is stored only while its sender is a member, and together with its event.
/// - One sender's `clientMessageId` names one message of a conversation.
/// - The member count of a conversation is the number of its members, and at most [Conversation#MAX_MEMBERS].
/// - What people wrote is stored only sealed with the conversation's data key ([MessageSealer]).
@NullMarked
package dev.parley.messaging;

import org.jspecify.annotations.NullMarked;
