package dev.parley.search;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagesApi;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import io.micrometer.core.instrument.Counter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads messages for the index, as a service. An outage is thrown, so that the reading is tried again; what can
/// never be read (a damaged message) is put aside: logged, counted, and missing in the index.
final class MessageReader {
    private static final Logger LOG = LoggerFactory.getLogger(MessageReader.class);

    /// A seq that no conversation reaches: reading there opens no message, so that none can spoil it.
    private static final long BEYOND_ALL = 1L << 52;

    private final MessagesApi messages;
    private final Counter putAside;

    /// @param putAside counts messages that are not indexed
    MessageReader(MessagesApi messages, Counter putAside) {
        this.messages = messages;
        this.putAside = putAside;
    }

    /// Seq of the newest message, 0 when there is none or the conversation is gone.
    long latestSeq(TenantId tenant, ConversationId conversation) {
        try {
            return messages.history(service(tenant), conversation, HistoryRange.after(BEYOND_ALL, 1))
                    .latestSeq();
        } catch (ProblemException e) {
            if (e.type().equals(ProblemType.NOT_FOUND)) {
                return 0;
            }
            throw e;
        }
    }

    /// The messages of a conversation with these seqs, as far as they can be read.
    ///
    /// @param last at most [HistoryRange#MAX_LIMIT] - 1 above `first`
    List<Message> read(TenantId tenant, ConversationId conversation, long first, long last) {
        try {
            return page(tenant, conversation, first, (int) (last - first + 1));
        } catch (RuntimeException e) {
            requirePermanent(e);
            if (isGone(e)) {
                LOG.info("messages {} to {} of {} are gone", first, last, conversation);
                return List.of();
            }
            return readEach(tenant, conversation, first, last);
        }
    }

    /// One of them spoils the page; the others must still be found.
    private List<Message> readEach(TenantId tenant, ConversationId conversation, long first, long last) {
        List<Message> readable = new ArrayList<>();
        for (long seq = first; seq <= last; seq++) {
            try {
                readable.addAll(page(tenant, conversation, seq, 1));
            } catch (RuntimeException e) {
                requirePermanent(e);
                LOG.error("message {} of {} is put aside and will not be found", seq, conversation, e);
                putAside.increment();
            }
        }
        return readable;
    }

    private List<Message> page(TenantId tenant, ConversationId conversation, long first, int limit) {
        return messages.history(service(tenant), conversation, HistoryRange.after(first - 1, limit))
                .messages();
    }

    private static Caller service(TenantId tenant) {
        return new Caller.Service(tenant, "search");
    }

    private static void requirePermanent(RuntimeException failure) {
        boolean outage = failure instanceof StoreUnavailableException
                || failure instanceof UncheckedIOException
                || (failure instanceof ProblemException refusal && isOutage(refusal.type()));
        if (outage) {
            throw failure;
        }
    }

    private static boolean isGone(RuntimeException failure) {
        return failure instanceof ProblemException refusal
                && (refusal.type().status() == 404 || refusal.type().status() == 410);
    }

    private static boolean isOutage(ProblemType type) {
        return switch (type.status()) {
            // A refused token is an outage too: of ours, not of the message.
            case 401, 403, 429, 502, 503, 504 -> true;
            default -> false;
        };
    }
}
