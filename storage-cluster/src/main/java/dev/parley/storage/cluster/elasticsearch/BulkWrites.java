package dev.parley.storage.cluster.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.problem.StoreUnavailableException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.jspecify.annotations.Nullable;

/// Writes of many documents in few requests. What the engine was too busy for is sent again, a few times and ever
/// later; the order of two writes of one document is never changed, as there is only one for each.
final class BulkWrites {
    private static final int MAX_REQUEST_BYTES = 4 << 20;
    private static final int MAX_ATTEMPTS = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final ContentType LINES = ContentType.create("application/x-ndjson");

    private final EngineClient client;
    private final EngineIndex indexes;

    BulkWrites(EngineClient client, EngineIndex indexes) {
        this.client = client;
        this.indexes = indexes;
    }

    /// One write of a document.
    ///
    /// @param action the line that says what is done to which
    /// @param source the document, or null where it goes away
    record Write(ObjectNode action, @Nullable ObjectNode source) {
        private byte[] lines() {
            String lines = source == null ? action + "\n" : action + "\n" + source + "\n";
            return lines.getBytes(StandardCharsets.UTF_8);
        }
    }

    /// Returns when all are durable.
    ///
    /// @param writes at most one for each document
    /// @return how many were refused because the document was changed meanwhile
    /// @throws StoreUnavailableException when some were not done; the same may be written again
    int write(String alias, List<Write> writes) {
        int conflicts = 0;
        List<Write> chunk = new ArrayList<>();
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (Write write : writes) {
            byte[] lines = write.lines();
            if (body.size() + lines.length > MAX_REQUEST_BYTES && !chunk.isEmpty()) {
                conflicts += writeChunk(alias, chunk, body.toByteArray());
                chunk.clear();
                body.reset();
            }
            chunk.add(write);
            body.writeBytes(lines);
        }
        return chunk.isEmpty() ? conflicts : conflicts + writeChunk(alias, chunk, body.toByteArray());
    }

    private int writeChunk(String alias, List<Write> chunk, byte[] body) {
        int conflicts = 0;
        List<Write> left = List.copyOf(chunk);
        byte[] lines = body;
        for (int attempt = 1; ; attempt++) {
            Outcome outcome = outcome(alias, left, send(alias, lines));
            conflicts += outcome.conflicts();
            left = outcome.undone();
            if (left.isEmpty()) {
                return conflicts;
            }
            if (attempt == MAX_ATTEMPTS) {
                throw new StoreUnavailableException("the search engine did not take " + left.size() + " of "
                        + chunk.size() + " writes: " + outcome.words());
            }
            pause(FIRST_PAUSE_MILLIS << (attempt - 1));
            lines = joined(left);
        }
    }

    private JsonNode send(String alias, byte[] lines) {
        Request request = new Request("POST", "/" + alias + "/_bulk");
        // Never an index by accident, without our settings.
        request.addParameter("require_alias", "true");
        request.addParameter("timeout", "4s");
        request.setEntity(new ByteArrayEntity(lines, LINES));
        return client.send(request);
    }

    private record Outcome(int conflicts, List<Write> undone, String words) {}

    private Outcome outcome(String alias, List<Write> writes, JsonNode answer) {
        if (!answer.path("errors").asBoolean()) {
            return new Outcome(0, List.of(), "");
        }
        int conflicts = 0;
        String words = "";
        List<Write> undone = new ArrayList<>();
        boolean noIndex = false;
        for (int i = 0; i < writes.size(); i++) {
            JsonNode item = answer.path("items").path(i).elements().next();
            int status = item.path("status").asInt();
            String type = item.path("error").path("type").asText();
            if (status == 409) {
                conflicts++;
            } else if (type.equals("index_not_found_exception")) {
                noIndex = true;
                undone.add(writes.get(i));
            } else if (status == 400) {
                throw new IllegalStateException("the search engine refuses a document: " + item.path("error"));
            } else if (item.has("error")) {
                words = item.path("error").toString();
                undone.add(writes.get(i));
            }
        }
        if (noIndex) {
            indexes.make(alias);
        }
        return new Outcome(conflicts, undone, words);
    }

    private static byte[] joined(List<Write> writes) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        writes.forEach(write -> body.writeBytes(write.lines()));
        return body.toByteArray();
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while the search engine was busy", e);
        }
    }
}
