/// Contract of the messaging service (port 3004): conversations, members and messages. Read [ConversationsApi] and
/// [MessagesApi].
@NullMarked
package dev.parley.api.messaging;

import org.jspecify.annotations.NullMarked;
