package dev.parley.storage.cluster.elasticsearch;

import co.elastic.clients.transport.rest5_client.low_level.Request;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchHit;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import dev.parley.storage.text.Highlights;
import dev.parley.storage.text.TextAnalyzer;
import dev.parley.storage.text.TextQuery;
import dev.parley.storage.text.Words;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The search port on Elasticsearch 8 and 9 or OpenSearch 2 and 3.
///
/// A put that fails half-way may have put some of its documents; the same put again completes it. One whose answer
/// was lost may take effect after a later one: an index is derived data, and its owner fills it again when in
/// doubt.
///
/// An index sealed with another key looks empty, and its owner fills it again; the old documents stay until an
/// operator removes the index.
public final class ElasticsearchSearchIndex implements SearchIndex {
    private static final Duration CHECK_PATIENCE = Duration.ofMillis(900);
    private static final Duration CHECK_NODE_PATIENCE = Duration.ofMillis(400);

    private final EngineClient client;
    private final EngineIndex indexes;
    private final BulkWrites writes;
    private final Searches searches;
    private final String prefix;
    private final boolean several;
    private final Secret key;
    private final SecureRandom random;
    private final TextAnalyzer analyzer = new TextAnalyzer();
    private final Highlights highlights = new Highlights(analyzer);

    /// Connects with the first use.
    ///
    /// @param key 32 bytes, from which the keys of each tenant and index are derived; copied
    public ElasticsearchSearchIndex(ElasticsearchConfig config, Secret key, SecureRandom random) {
        this.client = new EngineClient(config);
        this.indexes = new EngineIndex(client, config.layout());
        this.writes = new BulkWrites(client, indexes);
        this.searches = new Searches(client);
        this.prefix = config.layout().prefix();
        this.several = config.addresses().size() > 1;
        this.key = key.copy();
        this.random = random;
    }

    @Override
    public void put(TenantId tenant, String index, List<SearchDocument> documents) {
        documents.forEach(ElasticsearchSearchIndex::requireWithinBounds);
        String alias = indexes.alias(index);
        IndexSeal seal = seal(tenant, index);
        Map<String, SearchDocument> lastOfEach = new LinkedHashMap<>();
        documents.forEach(document -> lastOfEach.put(document.id(), document));
        List<BulkWrites.Write> puts = lastOfEach.values().stream()
                .map(document -> new BulkWrites.Write(replacement(seal, document), source(seal, tenant, document)))
                .toList();
        if (!puts.isEmpty()) {
            indexes.ensure(alias);
            writes.write(alias, puts);
        }
    }

    private static ObjectNode replacement(IndexSeal seal, SearchDocument document) {
        ObjectNode action = EngineClient.JSON.createObjectNode();
        action.putObject("index").put("_id", seal.id(document.id()));
        return action;
    }

    private ObjectNode source(IndexSeal seal, TenantId tenant, SearchDocument document) {
        ObjectNode source = EngineClient.JSON.createObjectNode();
        source.put("t", tenant.value());
        source.put(
                "w",
                Words.of(analyzer, document.text()).stream().map(seal::word).collect(Collectors.joining(" ")));
        ArrayNode keywords = source.putArray("k");
        document.keywords().forEach((name, value) -> keywords.add(seal.keyword(name, value)));
        source.put("r", document.rank());
        source.put("i", seal.id(document.id()));
        source.put("s", seal.seal(document));
        return source;
    }

    @Override
    public SearchPage search(TenantId tenant, String index, SearchQuery query) {
        String alias = indexes.alias(index);
        IndexSeal seal = seal(tenant, index);
        Optional<PageCursor> after =
                Optional.ofNullable(query.cursor()).map(cursor -> PageCursor.decode(seal, query.text(), cursor));
        Optional<TextQuery> text = TextQuery.parse(analyzer, query.text());
        if (text.isEmpty()) {
            return new SearchPage(List.of(), null);
        }
        ObjectNode body = new Queries(seal, tenant)
                .phrases(text.get().phrases())
                .filter(query.filter())
                .body(query.limit() + 1);
        body.putArray("_source").add("s");
        after.ifPresent(last -> Queries.after(body, last.rank(), last.hashedId()));
        List<JsonNode> found = searches.hits(alias, body);
        List<SearchHit> hits = new ArrayList<>();
        for (JsonNode hit : found.subList(0, Math.min(found.size(), query.limit()))) {
            hits.add(hit(seal, text.get(), hit));
        }
        return new SearchPage(
                hits,
                found.size() > query.limit()
                        ? last(found.get(query.limit() - 1)).encode(seal, query.text())
                        : null);
    }

    private SearchHit hit(IndexSeal seal, TextQuery text, JsonNode hit) {
        IndexSeal.Opened document = seal.open(
                hit.path("_id").asText(), hit.path("_source").path("s").asText());
        return new SearchHit(document.id(), document.keywords(), highlights.of(text, document.text()));
    }

    private static PageCursor last(JsonNode hit) {
        return new PageCursor(
                hit.path("sort").path(0).asLong(), hit.path("sort").path(1).asText());
    }

    @Override
    public void delete(TenantId tenant, String index, Map<String, Set<String>> filter) {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("an empty filter would delete everything");
        }
        Queries query = new Queries(seal(tenant, index), tenant).filter(filter);
        new Deletion(searches, writes).all(indexes.alias(index), query);
    }

    @Override
    public void refresh(TenantId tenant, String index) {
        searches.refresh(indexes.alias(index));
    }

    @Override
    public void check() {
        Request request = new Request("GET", "/_cluster/health/" + prefix + "-*");
        request.addParameter("timeout", "500ms");
        JsonNode health = client.send(request, several ? CHECK_NODE_PATIENCE : CHECK_PATIENCE, CHECK_PATIENCE);
        if (health.path("status").asText().equals("red")) {
            throw new StoreUnavailableException("shards of the search engine are missing");
        }
    }

    @Override
    public void close() {
        client.close();
        key.close();
    }

    private IndexSeal seal(TenantId tenant, String index) {
        client.requireOpen();
        return new IndexSeal(key, tenant, index, random);
    }

    private static void requireWithinBounds(SearchDocument document) {
        int idLength = document.id().length();
        if (idLength == 0 || idLength > MAX_KEYWORD_LENGTH) {
            throw new IllegalArgumentException("an id has 1 to " + MAX_KEYWORD_LENGTH + " characters, not " + idLength);
        }
        if (document.text().getBytes(StandardCharsets.UTF_8).length > MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(document.id() + " has more than " + MAX_TEXT_BYTES + " bytes of text");
        }
        document.keywords().forEach((name, value) -> {
            if (value.length() > MAX_KEYWORD_LENGTH) {
                throw new IllegalArgumentException(document.id() + " has too long a " + name);
            }
        });
    }
}
