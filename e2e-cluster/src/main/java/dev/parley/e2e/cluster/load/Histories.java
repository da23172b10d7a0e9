package dev.parley.e2e.cluster.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.e2e.Http.Reply;
import dev.parley.e2e.cluster.witness.SeenMessage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What one person is shown through one gateway: whole histories and, to the owner of the installation, the whole
/// audit log.
final class Histories {
    private static final int PAGE = 500;
    private static final int MOST_ATTEMPTS = 30;

    private final Account reader;
    private final Gateways gateways;

    Histories(Account reader, Gateways gateways) {
        this.reader = reader;
        this.gateways = gateways;
    }

    /// All messages in rising seq.
    List<SeenMessage> history(String conversation) {
        List<SeenMessage> all = new ArrayList<>();
        while (true) {
            long after = all.isEmpty() ? 0 : all.getLast().seq();
            JsonNode page = get("/v1/conversations/" + conversation + "/messages?limit=" + PAGE + "&afterSeq=" + after);
            page.path("messages").forEach(message -> all.add(SeenMessage.of(message)));
            if (page.path("messages").isEmpty()
                    || all.getLast().seq() >= page.path("latestSeq").asLong()) {
                return all;
            }
        }
    }

    long latestSeq(String conversation) {
        return get("/v1/conversations/" + conversation + "/messages?limit=1")
                .path("latestSeq")
                .asLong();
    }

    /// Entries after a seq, up to the end of the log.
    List<JsonNode> auditEntries(long afterSeq) {
        List<JsonNode> all = new ArrayList<>();
        long after = afterSeq;
        while (true) {
            JsonNode page = get("/v1/audit/entries?limit=" + PAGE + "&afterSeq=" + after)
                    .path("entries");
            if (page.isEmpty()) {
                return all;
            }
            page.forEach(all::add);
            after = all.getLast().path("seq").asLong();
        }
    }

    private JsonNode get(String path) {
        Pauses pauses = new Pauses(new CountDownLatch(1));
        String last = "nothing";
        for (int attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
            String token = reader.token();
            try {
                Reply reply = gateways.get(path, token);
                if (reply.status() == 200) {
                    return reply.json();
                }
                last = reply.status() + " " + reply.text();
                if (reply.status() == 401) {
                    reader.refused(token);
                }
            } catch (IOException e) {
                last = e.toString();
            }
            pauses.next();
        }
        throw new AssertionError(path + " could not be read: " + last);
    }
}
