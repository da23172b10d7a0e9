package dev.parley.storage.cluster.elasticsearch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Removal of all documents that a query finds.
///
/// Not by the engine's `_delete_by_query`, which is a module that not every engine has, ends at the first conflict
/// or leaves what conflicted, and answers only at its end. Here a document that is changed between being found and
/// being removed is looked at again, until nothing is found any more.
final class Deletion {
    private static final int PAGE = 1000;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Searches searches;
    private final BulkWrites writes;

    Deletion(Searches searches, BulkWrites writes) {
        this.searches = searches;
        this.writes = writes;
    }

    /// Documents put before are removed, those put meanwhile perhaps.
    ///
    /// @throws StoreUnavailableException when some are left after a minute; a further call goes on with them
    void all(String alias, Queries query) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        int conflicts;
        do {
            searches.refresh(alias);
            conflicts = pass(alias, query, deadline);
        } while (conflicts > 0);
    }

    private int pass(String alias, Queries query, long deadline) {
        int conflicts = 0;
        ObjectNode body = query.body(PAGE);
        body.put("_source", false);
        body.put("seq_no_primary_term", true);
        while (true) {
            if (System.nanoTime() > deadline) {
                throw new StoreUnavailableException("documents are left after " + PATIENCE.toSeconds() + " s");
            }
            List<JsonNode> hits = searches.hits(alias, body);
            if (hits.isEmpty()) {
                return conflicts;
            }
            List<BulkWrites.Write> removals = new ArrayList<>();
            hits.forEach(hit -> removals.add(new BulkWrites.Write(removal(hit), null)));
            conflicts += writes.write(alias, removals);
            if (hits.size() < PAGE) {
                return conflicts;
            }
            JsonNode last = hits.getLast().path("sort");
            Queries.after(body, last.path(0).asLong(), last.path(1).asText());
        }
    }

    private static ObjectNode removal(JsonNode hit) {
        ObjectNode action = EngineClient.JSON.createObjectNode();
        action.putObject("delete")
                .put("_id", hit.path("_id").asText())
                .put("if_seq_no", hit.path("_seq_no").asLong())
                .put("if_primary_term", hit.path("_primary_term").asLong());
        return action;
    }
}
