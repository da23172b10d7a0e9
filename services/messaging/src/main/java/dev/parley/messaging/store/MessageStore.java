package dev.parley.messaging.store;

import static dev.parley.messaging.store.ConversationStore.HEADS;
import static dev.parley.messaging.store.ConversationStore.MEMBERS;
import static dev.parley.messaging.store.ConversationStore.memberKey;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.messaging.store.ConversationStore.Head;
import dev.parley.storage.cache.Cache;
import dev.parley.storage.cache.CacheSpec;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Messages as documents, their content sealed.
public final class MessageStore {
    private static final String BY_CLIENT_MESSAGE_ID = "by_client_id";
    private static final String BY_SEQ = "by_seq";

    /// @param sealed the content, as [dev.parley.messaging.MessageSealer] seals it
    @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
    record MessageDocument(
            ConversationId conversationId,
            long seq,
            UserId senderId,
            String clientMessageId,
            Instant sentAt,
            byte[] sealed) {}

    private static final Collection<MessageDocument> MESSAGES = Collection.of(
            "messaging_messages",
            MessageDocument.class,
            Index.unique(BY_SEQ, "conversationId", "seq"),
            Index.unique(BY_CLIENT_MESSAGE_ID, "conversationId", "senderId", "clientMessageId"));

    private final DocumentStore documents;
    private final Cache<Boolean> senders;

    public MessageStore(DocumentStore documents, Caches caches) {
        this.documents = documents;
        this.senders =
                caches.open(new CacheSpec<>("messaging-senders", Boolean.class, 100_000, Duration.ofSeconds(30)));
        documents.declare(List.of(HEADS, MEMBERS, MESSAGES));
    }

    /// A message without its number.
    ///
    /// @param sealed the content, sealed. Not copied: nobody changes it afterwards
    @SuppressWarnings("ArrayRecordComponent") // written and read, never compared
    public record Unnumbered(
            MessageId id,
            ConversationId conversation,
            UserId sender,
            String clientMessageId,
            Instant sentAt,
            byte[] sealed) {}

    /// A message as it is stored.
    public record Stored(Unnumbered message, long seq) {}

    /// What came of appending.
    public sealed interface Outcome {}

    /// It is stored under this number, with its event.
    public record Appended(long seq) implements Outcome {}

    /// The sender is not a member, or no longer. Nothing was stored.
    public record NotAMember() implements Outcome {}

    /// The sender had sent this client message id before. Nothing was stored.
    public record SentBefore() implements Outcome {}

    /// Appends in one transaction: membership, number, message and event stand or fall together.
    public Outcome append(TenantId tenant, Unnumbered message) {
        ConversationId conversation = message.conversation();
        String membership = memberKey(conversation, message.sender());
        try {
            return documents.transact(tenant, tx -> {
                if (!tx.contains(MEMBERS, membership)) {
                    return new NotAMember();
                }
                Versioned<Head> head = tx.get(HEADS, conversation.value()).orElseThrow();
                Head next = head.value().next();
                tx.replace(HEADS, conversation.value(), next, head.version());
                tx.insert(MESSAGES, message.id().value(), document(message, next.latestSeq()));
                tx.append(event(message, next.latestSeq()));
                return new Appended(next.latestSeq());
            });
        } catch (DuplicateKeyException e) {
            if (e.index().equals(BY_CLIENT_MESSAGE_ID)) {
                return new SentBefore();
            }
            throw new IllegalStateException("the head numbers each message once, and ids are new", e);
        }
    }

    private static MessageDocument document(Unnumbered message, long seq) {
        return new MessageDocument(
                message.conversation(),
                seq,
                message.sender(),
                message.clientMessageId(),
                message.sentAt(),
                message.sealed());
    }

    private static Event event(Unnumbered message, long seq) {
        var appended = new MessageEvents.Appended(
                message.conversation(), seq, message.id(), message.sender(), message.sentAt());
        return new Event(
                MessageEvents.TOPIC, message.conversation().value(), MessageEvents.APPENDED, Json.bytes(appended));
    }

    /// Whether the user was a member at most half a minute ago. Good enough to spare a stranger's send the work of
    /// sealing; [#append] looks again.
    public boolean wasMember(TenantId tenant, ConversationId conversation, UserId user) {
        String key = memberKey(conversation, user);
        return senders.get(
                        tenant, key, () -> documents.get(tenant, MEMBERS, key).map(_ -> true))
                .isPresent();
    }

    /// Whether the user is a member now.
    public boolean isMember(TenantId tenant, ConversationId conversation, UserId user) {
        return documents.get(tenant, MEMBERS, memberKey(conversation, user)).isPresent();
    }

    /// Whether the message is one of the conversation.
    public boolean contains(TenantId tenant, ConversationId conversation, MessageId message) {
        return documents
                .get(tenant, MESSAGES, message.value())
                .filter(each -> each.value().conversationId().equals(conversation))
                .isPresent();
    }

    /// What the sender had sent under this client message id.
    public Optional<Stored> sent(TenantId tenant, ConversationId conversation, UserId sender, String clientMessageId) {
        IndexQuery query = IndexQuery.on(BY_CLIENT_MESSAGE_ID)
                .equal(conversation.value())
                .equal(sender.value())
                .equal(clientMessageId)
                .limit(1);
        return documents.find(tenant, MESSAGES, query).stream()
                .map(MessageStore::stored)
                .findFirst();
    }

    /// The number of the newest message, 0 when there is none; empty when there is no such conversation.
    public Optional<Long> latestSeq(TenantId tenant, ConversationId conversation) {
        return documents
                .get(tenant, HEADS, conversation.value())
                .map(head -> head.value().latestSeq());
    }

    /// Messages of the range, in rising seq.
    public List<Stored> history(TenantId tenant, ConversationId conversation, HistoryRange range) {
        IndexQuery query = IndexQuery.on(BY_SEQ).equal(conversation.value()).limit(range.limit());
        Long afterSeq = range.afterSeq();
        if (afterSeq != null) {
            return documents.find(tenant, MESSAGES, query.after(afterSeq)).stream()
                    .map(MessageStore::stored)
                    .toList();
        }
        Long beforeSeq = range.beforeSeq();
        IndexQuery backwards = query.reversed();
        return documents
                .find(tenant, MESSAGES, beforeSeq == null ? backwards : backwards.before(beforeSeq))
                .reversed()
                .stream()
                .map(MessageStore::stored)
                .toList();
    }

    private static Stored stored(Versioned<MessageDocument> found) {
        MessageDocument document = found.value();
        Unnumbered message = new Unnumbered(
                new MessageId(found.id()),
                document.conversationId(),
                document.senderId(),
                document.clientMessageId(),
                document.sentAt(),
                document.sealed());
        return new Stored(message, document.seq());
    }
}
