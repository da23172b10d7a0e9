package dev.parley.search;

import dev.parley.core.id.TenantId;
import dev.parley.storage.search.*;
import java.util.*;
import java.util.concurrent.ConcurrentHashMap;

/// Interim.
final class WordsInMemory implements SearchIndex {
    private final Map<String, SearchDocument> docs = new ConcurrentHashMap<>();

    public void put(TenantId t, String index, List<SearchDocument> documents) {
        documents.forEach(d -> docs.put(d.id(), d));
    }

    public SearchPage search(TenantId t, String index, SearchQuery q) {
        String text = q.text().toLowerCase(Locale.ROOT);
        boolean phrase = text.contains("\"");
        List<String> words = phrase
                ? List.of(text.replace("\"", "").strip())
                : List.of(text.strip().split("[^\\p{L}\\p{N}]+"));
        if (words.stream().allMatch(String::isBlank)) return new SearchPage(List.of(), null);
        long before = Long.MAX_VALUE;
        String id = "";
        if (q.cursor() != null) {
            String[] c = q.cursor().split("/");
            if (c.length != 2) throw new IllegalArgumentException("cursor");
            before = Long.parseLong(c[0]);
            id = c[1];
        }
        final long b = before;
        final String bid = id;
        List<SearchDocument> found = docs.values().stream()
                .filter(d -> q.filter().entrySet().stream()
                        .allMatch(e -> e.getValue().contains(d.keywords().getOrDefault(e.getKey(), "?"))))
                .filter(d -> words.stream()
                        .allMatch(w -> d.text()
                                .toLowerCase(Locale.ROOT)
                                .contains(w.endsWith("s") ? w.substring(0, w.length() - 1) : w)))
                .sorted(Comparator.comparingLong(SearchDocument::rank)
                        .reversed()
                        .thenComparing(SearchDocument::id))
                .filter(d -> d.rank() < b || d.rank() == b && d.id().compareTo(bid) > 0)
                .toList();
        List<SearchDocument> page = found.stream().limit(q.limit()).toList();
        String next = found.size() > page.size()
                ? page.getLast().rank() + "/" + page.getLast().id()
                : null;
        return new SearchPage(
                page.stream()
                        .map(d -> new SearchHit(
                                d.id(), d.keywords(), List.of(List.of(new SearchHit.Run(words.getFirst(), true)))))
                        .toList(),
                next);
    }

    public void delete(TenantId t, String index, Map<String, Set<String>> f) {
        docs.values()
                .removeIf(d -> f.entrySet().stream()
                        .allMatch(e -> e.getValue().contains(d.keywords().getOrDefault(e.getKey(), "?"))));
    }

    public void refresh(TenantId t, String i) {}

    public void check() {}

    public void close() {}
}
