package dev.parley.search;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.api.messaging.MessageEvents.Appended;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.search.store.KnownConversations;
import dev.parley.storage.Subscription;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows the messages and puts each into the index.
///
/// Idempotent: a message replaces itself. A batch counts as handled when its messages are durably in the index.
/// During an outage the log hands over the same batch again, so that nothing is left out.
final class MessageFollower {
    /// The consumer group.
    static final String GROUP = "search";

    // A batch costs a commit of the index and a small segment to be merged, whatever its size. So an index that is
    // refreshed once a second, as Elasticsearch's is by default, leaves the processors to those who send.
    private static final Batching BATCHING = new Batching(5_000, Duration.ofSeconds(1));

    private static final Logger LOG = LoggerFactory.getLogger(MessageFollower.class);

    private final MessageReader reader;
    private final SearchIndex index;
    private final KnownConversations known;
    private final IndexMetrics metrics;

    MessageFollower(MessageReader reader, SearchIndex index, KnownConversations known, IndexMetrics metrics) {
        this.reader = reader;
        this.index = index;
        this.known = known;
        this.metrics = metrics;
    }

    /// Starts to follow. Closing the result ends it after the batch at hand.
    Subscription follow(EventLog events) {
        return events.consume(MessageEvents.TOPIC, GROUP, BATCHING, this::handle);
    }

    void handle(List<StoredEvent> batch) {
        Map<TenantId, Map<ConversationId, SortedSet<Long>>> appended = new LinkedHashMap<>();
        for (StoredEvent event : batch) {
            note(event, appended);
        }
        appended.forEach(this::index);
    }

    private void note(StoredEvent stored, Map<TenantId, Map<ConversationId, SortedSet<Long>>> appended) {
        if (!stored.event().type().equals(MessageEvents.APPENDED)) {
            return;
        }
        try {
            Appended message = Json.parse(stored.event().payload(), Appended.class);
            appended.computeIfAbsent(stored.tenant(), tenant -> new LinkedHashMap<>())
                    .computeIfAbsent(message.conversationId(), conversation -> new TreeSet<>())
                    .add(message.seq());
        } catch (IOException | RuntimeException e) {
            LOG.error("event {} is no appended message and is put aside", stored.position(), e);
            metrics.putAside().increment();
        }
    }

    private void index(TenantId tenant, Map<ConversationId, SortedSet<Long>> seqs) {
        // First, so that no conversation is in the index of which a rebuild would not know.
        known.remember(tenant, seqs.keySet());
        List<Message> messages = new ArrayList<>();
        seqs.forEach((conversation, wanted) -> messages.addAll(read(tenant, conversation, wanted)));
        put(tenant, messages);
        metrics.followed(messages);
    }

    /// One read for seqs that lie together, which is how they are sent.
    private List<Message> read(TenantId tenant, ConversationId conversation, SortedSet<Long> wanted) {
        List<Message> messages = new ArrayList<>();
        long first = wanted.first();
        long last = first;
        for (long seq : wanted) {
            if (seq > last + 1 || seq - first >= HistoryRange.MAX_LIMIT) {
                messages.addAll(reader.read(tenant, conversation, first, last));
                first = seq;
            }
            last = seq;
        }
        messages.addAll(reader.read(tenant, conversation, first, last));
        return messages;
    }

    /// Puts messages into the index, durably. Those without text are nothing to find.
    void put(TenantId tenant, List<Message> messages) {
        List<SearchDocument> documents = messages.stream()
                .filter(message -> !message.text().isBlank())
                .map(MessageDocument::of)
                .toList();
        if (!documents.isEmpty()) {
            index.put(tenant, MessageDocument.INDEX, documents);
        }
        metrics.indexed(messages);
    }
}
