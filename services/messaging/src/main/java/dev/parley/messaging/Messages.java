package dev.parley.messaging;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagePage;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.api.messaging.MessagingSignals;
import dev.parley.api.messaging.SendMessage;
import dev.parley.api.messaging.Sent;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.messaging.Message.Append;
import dev.parley.messaging.Message.Decision;
import dev.parley.messaging.Message.Duplicate;
import dev.parley.messaging.Message.Refuse;
import dev.parley.messaging.Message.Situation;
import dev.parley.messaging.store.MessageStore;
import dev.parley.messaging.store.MessageStore.Appended;
import dev.parley.messaging.store.MessageStore.NotAMember;
import dev.parley.messaging.store.MessageStore.SentBefore;
import dev.parley.messaging.store.MessageStore.Stored;
import dev.parley.messaging.store.MessageStore.Unnumbered;
import dev.parley.storage.signal.Signals;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// Sending and reading messages.
///
/// The id of a message is made before it is sealed, its number after, within the transaction: so nothing but the
/// append runs where all writers wait for one another, and the append may run twice.
///
/// That a message was sent before is not looked up for each: the unique index over `clientMessageId` says so when
/// it is true, and only then is the first message read.
public final class Messages implements MessagesApi {
    private final MessageStore store;
    private final MessageSealer sealer;
    private final Signals signals;
    private final IdSource ids;
    private final InstantSource clock;

    public Messages(MessageStore store, MessageSealer sealer, Signals signals, IdSource ids, InstantSource clock) {
        this.store = store;
        this.sealer = sealer;
        this.signals = signals;
        this.ids = ids;
        this.clock = clock;
    }

    @Override
    public Sent send(Caller.User caller, ConversationId conversation, SendMessage command) {
        caller.require(Permission.MESSAGES_SEND);
        Situation situation = load(caller, conversation, command, Optional.empty());
        Decision decision = dev.parley.messaging.Message.decide(situation, command);
        if (decision instanceof Append append) {
            Unnumbered message = seal(caller, conversation, command.clientMessageId(), append);
            switch (store.append(caller.tenant(), message)) {
                case Appended appended -> {
                    Message sent = MessageSealer.message(message, appended.seq(), append.content());
                    publish(caller.tenant(), sent);
                    return new Sent(sent, false);
                }
                case SentBefore _ -> {
                    Optional<Message> first = first(caller, conversation, command);
                    decision = dev.parley.messaging.Message.decide(load(caller, conversation, command, first), command);
                }
                case NotAMember _ -> decision = new Refuse(MessagingProblems.noConversation());
            }
        }
        return switch (decision) {
            case Duplicate duplicate -> new Sent(duplicate.first(), true);
            case Refuse refuse -> throw refuse.problem();
            case Append _ -> throw new IllegalStateException("a message that was sent before is there to be read");
        };
    }

    private Situation load(
            Caller.User caller, ConversationId conversation, SendMessage command, Optional<Message> earlier) {
        MessageId replyTo = command.replyTo();
        boolean member = store.wasMember(caller.tenant(), conversation, caller.user());
        boolean replyKnown = replyTo == null || (member && store.contains(caller.tenant(), conversation, replyTo));
        return new Situation(member, replyKnown, earlier);
    }

    private Unnumbered seal(Caller.User caller, ConversationId conversation, String clientMessageId, Append append) {
        MessageId id = ids.messageId();
        return new Unnumbered(
                id,
                conversation,
                caller.user(),
                clientMessageId,
                // As it will be read, so that the answer now and history later are the same.
                clock.instant().truncatedTo(ChronoUnit.MILLIS),
                sealer.seal(caller.tenant(), conversation, id, append.content()));
    }

    private Optional<Message> first(Caller.User caller, ConversationId conversation, SendMessage command) {
        return store.sent(caller.tenant(), conversation, caller.user(), command.clientMessageId())
                .map(stored -> sealer.open(caller.tenant(), stored));
    }

    private void publish(TenantId tenant, Message message) {
        byte[] frame = Json.bytes(new ServerFrame.MessageFrame(message));
        if (frame.length > Signals.MAX_SIGNAL_BYTES) {
            frame = Json.bytes(new ServerFrame.ResumedFrame(message.conversationId(), message.seq()));
        }
        signals.publish(tenant, MessagingSignals.conversation(message.conversationId()), frame);
    }

    @Override
    public MessagePage history(Caller caller, ConversationId conversation, HistoryRange range) {
        requireReader(caller, conversation);
        if (range.limit() < 1 || range.limit() > HistoryRange.MAX_LIMIT) {
            throw ProblemType.VALIDATION_FAILED.because("limit must be 1 to " + HistoryRange.MAX_LIMIT);
        }
        // The number first: a message that comes between the two reads is in the page, and the page says so.
        long latestSeq = store.latestSeq(caller.tenant(), conversation).orElseThrow(MessagingProblems::noConversation);
        List<Stored> found = store.history(caller.tenant(), conversation, range);
        List<Message> messages = found.stream()
                .map(stored -> sealer.open(caller.tenant(), stored))
                .toList();
        return new MessagePage(
                messages,
                found.isEmpty()
                        ? latestSeq
                        : Math.max(latestSeq, found.getLast().seq()));
    }

    private void requireReader(Caller caller, ConversationId conversation) {
        switch (caller) {
            case Caller.User user -> {
                user.require(Permission.MESSAGES_READ);
                if (!user.opened(conversation) && !store.isMember(user.tenant(), conversation, user.user())) {
                    throw MessagingProblems.noConversation();
                }
            }
            case Caller.Service _ -> {
                // Services read for their own work, and show of it only what the reader may see.
            }
            case Caller.Anonymous _ -> throw ProblemType.UNAUTHENTICATED.because("sign in to read messages");
        }
    }
}
