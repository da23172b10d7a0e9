package dev.parley.storage.cluster.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The indexes of the engine: one for each name, for all tenants together.
///
/// Of its name `<prefix>-<name>-v1`, spoken to by the alias `<prefix>-<name>`, so that an operator can bring the
/// documents into an index with more shards and change the alias. `v1` is the layout below; another layout is
/// another index, which starts empty and is filled again.
///
/// | field | |
/// |---|---|
/// | `t` | the tenant |
/// | `w` | the hashes of the words of the text, in their order |
/// | `k` | the hashes of the keywords |
/// | `r` | the rank |
/// | `i` | the hash of the id, which is also `_id` |
/// | `s` | the sealed document |
final class EngineIndex {
    private static final String ALREADY_THERE = "resource_already_exists_exception";
    private static final String LAYOUT_VERSION = "-v1";
    private static final String NAME = "[a-z][a-z0-9-]{0,39}";

    private final EngineClient client;
    private final ElasticsearchConfig.Layout layout;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    EngineIndex(EngineClient client, ElasticsearchConfig.Layout layout) {
        this.client = client;
        this.layout = layout;
    }

    /// @throws IllegalArgumentException when it is no name of an index
    String alias(String name) {
        if (!name.matches(NAME)) {
            throw new IllegalArgumentException("not the name of an index: " + name);
        }
        return layout.prefix() + "-" + name;
    }

    /// Makes the index, unless this or another process did so before.
    void ensure(String alias) {
        if (!made.contains(alias)) {
            make(alias);
        }
    }

    /// After the engine said that there is none, whatever we remember.
    void make(String alias) {
        Request request = new Request("PUT", "/" + alias + LAYOUT_VERSION);
        request.setEntity(EngineClient.json(definition(alias)));
        try {
            client.send(request);
        } catch (EngineClient.Refused e) {
            if (!e.type().equals(ALREADY_THERE)) {
                throw e;
            }
        }
        made.add(alias);
    }

    private ObjectNode definition(String alias) {
        ObjectNode definition = EngineClient.JSON.createObjectNode();
        definition.putObject("aliases").putObject(alias);
        ObjectNode settings = definition.putObject("settings");
        settings.put("index.number_of_shards", layout.shards());
        settings.put("index.number_of_replicas", layout.replicas());
        // Named, because an index without it is not refreshed after 30 s in which nobody searched.
        settings.put("index.refresh_interval", "500ms");
        // What is acknowledged is on the disks of all copies.
        settings.put("index.translog.durability", "request");
        // The order of hits, so that a search ends once it has a page.
        settings.putArray("index.sort.field").add("r").add("i");
        settings.putArray("index.sort.order").add("desc").add("asc");
        ObjectNode mappings = definition.putObject("mappings");
        mappings.put("dynamic", "strict");
        ObjectNode fields = mappings.putObject("properties");
        fields.putObject("t").put("type", "keyword").put("doc_values", false);
        fields.putObject("w")
                .put("type", "text")
                .put("analyzer", "whitespace")
                .put("index_options", "positions")
                .put("norms", false);
        fields.putObject("k").put("type", "keyword").put("doc_values", false);
        fields.putObject("r").put("type", "long");
        fields.putObject("i").put("type", "keyword");
        fields.putObject("s").put("type", "binary");
        return definition;
    }
}
