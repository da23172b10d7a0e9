package dev.parley.storage.cluster.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.problem.StoreUnavailableException;
import java.util.ArrayList;
import java.util.List;

/// Searches as requests.
final class Searches {
    private final EngineClient client;

    Searches(EngineClient client) {
        this.client = client;
    }

    /// All that is asked for or a failure; none where there is no index.
    List<JsonNode> hits(String alias, ObjectNode body) {
        Request request = new Request("POST", "/" + alias + "/_search");
        request.addParameter("ignore_unavailable", "true");
        // Hits of some shards only would look like all there is.
        request.addParameter("allow_partial_search_results", "false");
        request.setEntity(EngineClient.json(body));
        JsonNode answer = client.send(request);
        if (answer.path("timed_out").asBoolean()) {
            throw new StoreUnavailableException("the search engine did not end in time");
        }
        List<JsonNode> hits = new ArrayList<>();
        answer.path("hits").path("hits").forEach(hits::add);
        return hits;
    }

    /// Makes visible what was written before.
    void refresh(String alias) {
        Request request = new Request("POST", "/" + alias + "/_refresh");
        request.addParameter("ignore_unavailable", "true");
        JsonNode shards = client.send(request).path("_shards");
        if (shards.path("failed").asInt() > 0) {
            throw new StoreUnavailableException("the search engine did not refresh: " + shards.path("failures"));
        }
    }
}
