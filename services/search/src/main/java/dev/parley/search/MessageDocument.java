package dev.parley.search;

import dev.parley.api.messaging.Message;
import dev.parley.api.search.SearchResults.Hit;
import dev.parley.api.search.SearchResults.Passage;
import dev.parley.api.search.SearchResults.Run;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MessageId;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchHit;
import java.util.Map;

/// A message in the index: found under its own id, so that indexing it again replaces it, newest first by the time
/// it was sent.
final class MessageDocument {
    /// The index of a tenant's messages.
    static final String INDEX = "messages";

    static final String CONVERSATION = "conversationId";
    private static final String SEQ = "seq";
    private static final String MESSAGE = "messageId";
    private static final String SENDER = "senderId";

    private MessageDocument() {}

    static SearchDocument of(Message message) {
        Map<String, String> keywords = Map.of(
                CONVERSATION, message.conversationId().value(),
                SEQ, Long.toString(message.seq()),
                MESSAGE, message.id().value(),
                SENDER, message.senderId().value());
        return new SearchDocument(
                message.id().value(), message.text(), keywords, message.sentAt().toEpochMilli());
    }

    static Hit hit(SearchHit found) {
        return new Hit(
                conversation(found),
                new MessageId(keyword(found, MESSAGE)),
                Long.parseLong(keyword(found, SEQ)),
                found.highlights().stream()
                        .map(runs -> new Passage(runs.stream()
                                .map(run -> new Run(run.text(), run.match()))
                                .toList()))
                        .toList());
    }

    static ConversationId conversation(SearchHit found) {
        return new ConversationId(keyword(found, CONVERSATION));
    }

    private static String keyword(SearchHit found, String name) {
        String value = found.keywords().get(name);
        if (value == null) {
            throw new IllegalStateException("every message in the index has a " + name + ": " + found.id());
        }
        return value;
    }
}
