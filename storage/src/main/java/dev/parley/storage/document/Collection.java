package dev.parley.storage.document;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The declaration of a collection: what its documents are and by which indexes they are found. Documents are
/// written in the JSON form of `type` ([dev.parley.core.json.Json]), without the tenant and id, which the store
/// keeps beside them.
///
/// @param name lower case letters, digits and `_`, at most 40 characters; unique in an installation, by convention
///     `<service>_<plural noun>`
/// @param expiryField the top-level member with the instant from which a document is no longer there, when
///     documents expire. Expired documents are invisible at once and removed from disk later
public record Collection<T>(String name, Class<T> type, List<Index> indexes, Optional<String> expiryField) {
    public Collection {
        requireName(name);
        indexes = List.copyOf(indexes);
        Set<String> names = new HashSet<>();
        for (Index index : indexes) {
            if (!names.add(index.name())) {
                throw new IllegalArgumentException("index declared twice: " + index.name());
            }
        }
    }

    public static <T> Collection<T> of(String name, Class<T> type, Index... indexes) {
        return new Collection<>(name, type, List.of(indexes), Optional.empty());
    }

    /// The same collection, whose documents expire at the instant in `field`.
    public Collection<T> expiringAt(String field) {
        return new Collection<>(name, type, indexes, Optional.of(field));
    }

    /// The same documents as values of another type.
    public <S> Collection<S> as(Class<S> other) {
        return new Collection<>(name, other, indexes, expiryField);
    }

    /// Whether `other` is the same collection with the same indexes, whatever the types.
    public boolean isViewOf(Collection<?> other) {
        return name.equals(other.name) && indexes.equals(other.indexes) && expiryField.equals(other.expiryField);
    }

    /// @throws IllegalArgumentException when there is no such index
    public Index index(String indexName) {
        return indexes.stream()
                .filter(index -> index.name().equals(indexName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(name + " declares no index " + indexName));
    }

    static void requireName(String name) {
        if (!name.matches("[a-z][a-z0-9_]{0,39}")) {
            throw new IllegalArgumentException("not a name of letters, digits and _: " + name);
        }
    }
}
