package dev.parley.storage.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What an adapter keeps for each declaration, by name; several for a collection that was declared with several
/// types. For adapters. Safe for concurrent use.
///
/// @param <V> what is kept
public final class DeclaredCollections<V> {
    private final Map<String, List<Declared<V>>> byName = new ConcurrentHashMap<>();

    private record Declared<V>(Collection<?> collection, V value) {}

    /// Keeps `value` for `collection`, and forgets what was kept for earlier declarations with other indexes.
    public void put(Collection<?> collection, V value) {
        byName.compute(collection.name(), (name, known) -> {
            List<Declared<V>> views = new ArrayList<>();
            if (known != null && known.getFirst().collection.isViewOf(collection)) {
                views.addAll(known);
                views.removeIf(view -> view.collection.equals(collection));
            }
            views.add(new Declared<>(collection, value));
            return List.copyOf(views);
        });
    }

    /// @throws IllegalStateException when it was not declared like this
    public V require(Collection<?> collection) {
        for (Declared<V> view : byName.getOrDefault(collection.name(), List.of())) {
            if (view.collection == collection || view.collection.equals(collection)) {
                return view.value;
            }
        }
        throw new IllegalStateException("collection not declared like this: " + collection.name());
    }

    /// One of each name.
    public List<V> each() {
        return byName.values().stream().map(views -> views.getFirst().value).toList();
    }
}
