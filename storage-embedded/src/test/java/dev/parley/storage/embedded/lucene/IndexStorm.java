package dev.parley.storage.embedded.lucene;

import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import dev.parley.storage.contract.search.SearchIndexContract;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;

/// Puts threes of documents until it is killed, and says the number of each three once it was put.
///
/// `IndexStorm <folder> <first number>`
final class IndexStorm {
    private IndexStorm() {}

    public static void main(String[] arguments) {
        SearchIndex index = open(Path.of(arguments[0]));
        for (long n = Long.parseLong(arguments[1]); ; n++) {
            index.put(TenantId.DEFAULT, SearchIndexContract.INDEX, three(n));
            System.out.println(n);
        }
    }

    static SearchIndex open(Path folder) {
        try (Secret key = Secret.of(new byte[32])) {
            return new LuceneSearchIndex(folder, key, new SecureRandom());
        }
    }

    static List<SearchDocument> three(long n) {
        return List.of(document(n, "first"), document(n, "second"), document(n, "third"));
    }

    private static SearchDocument document(long n, String which) {
        return new SearchDocument(which + n, "storm three" + n + " " + which, Map.of("three", Long.toString(n)), n);
    }
}
