package dev.parley.messaging;

import dev.parley.api.messaging.SendMessage;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.MessageId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules of messages: pure, from what is known and what is asked to what is to be done.
public final class Message {
    public static final int MAX_TEXT_CHARACTERS = 16_384;
    public static final int MAX_ATTACHMENTS = 10;
    public static final int MAX_CLIENT_MESSAGE_ID_CHARACTERS = 64;

    private Message() {}

    /// What people wrote: the part of a message that is stored sealed.
    public record Content(
            String text,
            List<MediaId> attachments,
            @Nullable MessageId replyTo) {
        public Content {
            attachments = List.copyOf(attachments);
        }

        static Content of(SendMessage command) {
            return new Content(command.text(), command.attachments(), command.replyTo());
        }

        static Content of(dev.parley.api.messaging.Message message) {
            return new Content(message.text(), message.attachments(), message.replyTo());
        }
    }

    /// What is known when a message is to be sent.
    ///
    /// @param member whether the sender is a member. The store looks again in the transaction that appends
    /// @param replyKnown whether the message to reply to is in the conversation; true when none is named
    /// @param earlier the message that the sender had sent with this client message id, as far as known: the store
    ///     refuses to append a second one
    record Situation(boolean member, boolean replyKnown, Optional<dev.parley.api.messaging.Message> earlier) {}

    /// What is to be done.
    sealed interface Decision {}

    /// It is new: append it with this content.
    record Append(Content content) implements Decision {}

    /// It was sent before, as `first`.
    record Duplicate(dev.parley.api.messaging.Message first) implements Decision {}

    /// It may not be sent.
    record Refuse(ProblemException problem) implements Decision {}

    static Decision decide(Situation situation, SendMessage command) {
        if (!situation.member()) {
            return new Refuse(MessagingProblems.noConversation());
        }
        Optional<String> fault = fault(command);
        if (fault.isPresent()) {
            return new Refuse(ProblemType.VALIDATION_FAILED.because(fault.get()));
        }
        Content content = Content.of(command);
        if (situation.earlier().isPresent()) {
            var first = situation.earlier().get();
            return Content.of(first).equals(content)
                    ? new Duplicate(first)
                    : new Refuse(MessagingProblems.CLIENT_MESSAGE_ID_REUSED.because(
                            "the first message with this client message id has another content"));
        }
        if (!situation.replyKnown()) {
            return new Refuse(MessagingProblems.UNKNOWN_REPLY.because("replyTo names no message of this conversation"));
        }
        return new Append(content);
    }

    // The contract of the route says the same; callers in this process do not come through it.
    private static Optional<String> fault(SendMessage command) {
        String clientMessageId = command.clientMessageId();
        if (clientMessageId.isEmpty() || longerThan(MAX_CLIENT_MESSAGE_ID_CHARACTERS, clientMessageId)) {
            return Optional.of("clientMessageId must have 1 to 64 characters");
        }
        if (command.text().isEmpty() && command.attachments().isEmpty()) {
            return Optional.of("a message has a text, attachments, or both");
        }
        if (longerThan(MAX_TEXT_CHARACTERS, command.text())) {
            return Optional.of("text must have at most 16384 characters");
        }
        if (command.attachments().size() > MAX_ATTACHMENTS) {
            return Optional.of("a message has at most 10 attachments");
        }
        return Optional.empty();
    }

    // Characters are code points, as JSON Schema counts them.
    private static boolean longerThan(int max, String text) {
        return text.length() > max && text.codePointCount(0, text.length()) > max;
    }
}
