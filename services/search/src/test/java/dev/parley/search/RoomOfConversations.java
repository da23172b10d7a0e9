package dev.parley.search;

import dev.parley.api.messaging.Conversation;
import dev.parley.api.messaging.ConversationPage;
import dev.parley.api.messaging.ConversationsApi;
import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Member;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.api.messaging.MessagePage;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.api.messaging.NewConversation;
import dev.parley.api.messaging.SendMessage;
import dev.parley.api.messaging.Sent;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Conversations, members and messages as far as search asks about them, with their events on a real log.
final class RoomOfConversations implements ConversationsApi, MessagesApi {
    private static final int CONVERSATION_PAGE = 1000;

    final List<HistoryRange> reads = new CopyOnWriteArrayList<>();

    /// What reading a message throws, by its text.
    final Map<String, RuntimeException> unreadable = new ConcurrentHashMap<>();

    /// What the next reads throw, one each.
    final List<RuntimeException> outages = new CopyOnWriteArrayList<>();

    /// Runs before each read.
    volatile Runnable beforeRead = () -> {};

    private final EventLog events;
    private final IdSource ids;
    private final InstantSource clock;
    private final TreeMap<ConversationId, List<Message>> messages = new TreeMap<>();
    private final Map<ConversationId, Set<UserId>> members = new ConcurrentHashMap<>();

    RoomOfConversations(EventLog events, IdSource ids, InstantSource clock) {
        this.events = events;
        this.ids = ids;
        this.clock = clock;
    }

    synchronized ConversationId open(UserId... who) {
        ConversationId id = ids.conversationId();
        messages.put(id, new ArrayList<>());
        Set<UserId> inside = ConcurrentHashMap.newKeySet();
        inside.addAll(List.of(who));
        members.put(id, inside);
        return id;
    }

    void leave(ConversationId id, UserId user) {
        membersOf(id).remove(user);
    }

    void close(ConversationId id) {
        synchronized (this) {
            messages.remove(id);
        }
    }

    /// Messages in one event batch each call.
    List<Message> say(ConversationId id, UserId sender, String... texts) {
        List<Message> said = new ArrayList<>();
        synchronized (this) {
            List<Message> before = Objects.requireNonNull(messages.get(id));
            for (String text : texts) {
                Message message = new Message(
                        ids.messageId(),
                        id,
                        before.size() + 1L,
                        sender,
                        "c" + before.size(),
                        text,
                        List.of(),
                        null,
                        clock.instant());
                before.add(message);
                said.add(message);
            }
        }
        events.append(
                TenantId.DEFAULT,
                said.stream().map(RoomOfConversations::appended).toList());
        return said;
    }

    static Event appended(Message message) {
        return new Event(
                MessageEvents.TOPIC,
                message.conversationId().value(),
                MessageEvents.APPENDED,
                Json.bytes(new MessageEvents.Appended(
                        message.conversationId(), message.seq(), message.id(), message.senderId(), message.sentAt())));
    }

    @Override
    public synchronized MessagePage history(Caller caller, ConversationId conversation, HistoryRange range) {
        if (!(caller instanceof Caller.Service)) {
            throw new AssertionError("search reads as a service");
        }
        beforeRead.run();
        reads.add(range);
        if (!outages.isEmpty()) {
            throw outages.removeFirst();
        }
        List<Message> all = messages.get(conversation);
        if (all == null) {
            throw ProblemType.NOT_FOUND.because("no such conversation");
        }
        long after = Objects.requireNonNull(range.afterSeq());
        int first = (int) Math.min(after, all.size());
        List<Message> page = List.copyOf(all.subList(first, Math.min(first + range.limit(), all.size())));
        for (Message message : page) {
            RuntimeException failure = unreadable.get(message.text());
            if (failure != null) {
                throw failure;
            }
        }
        return new MessagePage(page, all.size());
    }

    @Override
    public synchronized List<ConversationId> conversationsOf(
            TenantId tenant, UserId user, @Nullable ConversationId after) {
        return messages.navigableKeySet().stream()
                .filter(id -> after == null || id.compareTo(after) > 0)
                .filter(id -> isMember(tenant, id, user))
                .limit(CONVERSATION_PAGE)
                .toList();
    }

    @Override
    public boolean isMember(TenantId tenant, ConversationId id, UserId user) {
        return tenant.equals(TenantId.DEFAULT) && membersOf(id).contains(user);
    }

    private Set<UserId> membersOf(ConversationId id) {
        return members.getOrDefault(id, Set.of());
    }

    @Override
    public Sent send(Caller.User caller, ConversationId conversation, SendMessage message) {
        throw new UnsupportedOperationException("search does not ask for it");
    }

    @Override
    public Conversation create(Caller.User caller, NewConversation conversation, @Nullable String idempotencyKey) {
        throw new UnsupportedOperationException("search does not ask for it");
    }

    @Override
    public Conversation conversation(Caller.User caller, ConversationId id) {
        throw new UnsupportedOperationException("search does not ask for it");
    }

    @Override
    public ConversationPage conversations(Caller.User caller, @Nullable String cursor, int limit) {
        throw new UnsupportedOperationException("search does not ask for it");
    }

    @Override
    public List<Member> members(Caller.User caller, ConversationId id, @Nullable UserId after, int limit) {
        throw new UnsupportedOperationException("search does not ask for it");
    }

    @Override
    public Member addMember(Caller.User caller, ConversationId id, UserId user) {
        throw new UnsupportedOperationException("search does not ask for it");
    }

    @Override
    public void removeMember(Caller.User caller, ConversationId id, UserId user) {
        throw new UnsupportedOperationException("search does not ask for it");
    }
}
