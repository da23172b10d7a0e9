package dev.parley.storage.cluster.elasticsearch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.id.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Queries as the engine reads them, all of them within a tenant.
final class Queries {
    /// The engine's own bound of the values of one `terms` query.
    private static final int MAX_TERMS = 65_536;

    /// Of a longer phrase only so many words are asked for.
    private static final int MAX_PHRASE_WORDS = 1000;

    private final IndexSeal seal;
    private final ArrayNode all = EngineClient.JSON.createArrayNode();

    Queries(IndexSeal seal, TenantId tenant) {
        this.seal = seal;
        all.addObject().putObject("term").put("t", tenant.value());
    }

    /// Each of them occurs.
    Queries phrases(List<List<String>> phrases) {
        for (List<String> phrase : phrases) {
            all.addObject()
                    .putObject("match_phrase")
                    .put(
                            "w",
                            phrase.stream()
                                    .limit(MAX_PHRASE_WORDS)
                                    .map(seal::word)
                                    .collect(Collectors.joining(" ")));
        }
        return this;
    }

    /// Each field has one of its values.
    Queries filter(Map<String, Set<String>> filter) {
        filter.forEach((name, values) -> {
            List<String> hashed =
                    values.stream().map(value -> seal.keyword(name, value)).toList();
            ArrayNode any = all.addObject().putObject("bool").putArray("should");
            for (List<String> part : parts(hashed)) {
                ArrayNode terms = any.addObject().putObject("terms").putArray("k");
                part.forEach(terms::add);
            }
        });
        return this;
    }

    /// At least one, as a choice of none would be a choice of all.
    private static List<List<String>> parts(List<String> values) {
        List<List<String>> parts = new ArrayList<>();
        int from = 0;
        do {
            int to = Math.min(values.size(), from + MAX_TERMS);
            parts.add(values.subList(from, to));
            from = to;
        } while (from < values.size());
        return parts;
    }

    /// The body of a search, from the newest to the oldest, without counting them all.
    ObjectNode body(int size) {
        ObjectNode body = EngineClient.JSON.createObjectNode();
        body.put("size", size);
        body.put("track_total_hits", false);
        body.putObject("query").putObject("bool").set("filter", all);
        ArrayNode sort = body.putArray("sort");
        sort.addObject().put("r", "desc");
        sort.addObject().put("i", "asc");
        return body;
    }

    static void after(ObjectNode body, long rank, String hashedId) {
        body.putArray("search_after").add(rank).add(hashedId);
    }
}
