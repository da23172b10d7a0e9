package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Writes until no more fits, each engine by itself, and says what became of it.
///
/// `FullDisk <folder>`
final class FullDisk {
    static final Collection<Filling> FILLINGS = Collection.of("disk_fillings", Filling.class);
    private static final int MOST = 1000;
    private static final PrintStream OUT = System.out;

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (EmbeddedStorage storage =
                EmbeddedStorage.open(EmbeddedStorageConfig.of(Path.of(arguments[0])), InstantSource.system())) {
            fillDocuments(storage.documents());
            fillIndex(storage);
            fillObjects(storage);
            makeRoom();
            storage.documents().transact(TenantId.DEFAULT, transaction -> {
                transaction.insert(FILLINGS, "room", new Filling("x".repeat(100_000)));
                return true;
            });
            OUT.println("documents go on");
        }
    }

    /// Lifts the limit of this process.
    private static void makeRoom() throws IOException, InterruptedException {
        new ProcessBuilder(
                        "prlimit",
                        "--fsize=unlimited",
                        "--pid",
                        Long.toString(ProcessHandle.current().pid()))
                .inheritIO()
                .start()
                .waitFor();
    }

    private static void fillDocuments(DocumentStore documents) {
        documents.declare(List.of(FILLINGS));
        int written = until(n -> documents.transact(TenantId.DEFAULT, transaction -> {
            transaction.insert(FILLINGS, "f" + n, new Filling("x".repeat(100_000)));
            return n;
        }));
        OUT.println("documents " + written);
        if (documents.get(TenantId.DEFAULT, FILLINGS, "f" + (written - 1)).isPresent()) {
            OUT.println("documents are read");
        }
    }

    private static void fillIndex(EmbeddedStorage storage) {
        try (Secret key = Secret.of(new byte[32])) {
            SearchIndex index = storage.search(key);
            put(index, 0, "first");
            // So much at once that one file of it does not fit.
            int written = until(n -> {
                List<SearchDocument> documents = new ArrayList<>();
                for (int i = 0; i < 240; i++) {
                    documents.add(new SearchDocument("d" + n + "-" + i, incompressible(n, i), Map.of(), 1));
                }
                index.put(TenantId.DEFAULT, "texts", documents);
            });
            OUT.println("index " + written);
            // A merge may still fail in the background, and one put with it.
            for (int attempt = 1; attempt < 10 && !takes(index); attempt++) {
                OUT.println("index refuses");
            }
            OUT.println("index takes what fits");
        }
    }

    private static boolean takes(SearchIndex index) {
        try {
            put(index, 1, "second");
            return true;
        } catch (StoreUnavailableException e) {
            return false;
        }
    }

    private static String incompressible(int n, int i) {
        Random random = new Random(n * 1000L + i);
        StringBuilder text = new StringBuilder();
        while (text.length() < 50_000) {
            text.append(Long.toString(random.nextLong() >>> 1, 36)).append(' ');
        }
        return text.toString();
    }

    private static void put(SearchIndex index, int n, String text) {
        index.put(TenantId.DEFAULT, "texts", List.of(new SearchDocument("small" + n, text, Map.of(), 1)));
    }

    private static void fillObjects(EmbeddedStorage storage) {
        until(n ->
                storage.objects().put(TenantId.DEFAULT, "big", new ByteArrayInputStream(new byte[64 << 20]), 64 << 20));
        if (storage.objects().list(TenantId.DEFAULT, "", "", 10).isEmpty()) {
            OUT.println("no object by half");
        }
        storage.objects().put(TenantId.DEFAULT, "small", new ByteArrayInputStream(new byte[10]), 10);
        OUT.println("objects take what fits");
    }

    private interface Write {
        void write(int n);
    }

    /// @return how many writes succeeded
    private static int until(Write write) {
        for (int n = 0; n < MOST; n++) {
            try {
                write.write(n);
            } catch (StoreUnavailableException | AmbiguousCommitException e) {
                return n;
            }
        }
        throw new AssertionError("it never became full");
    }

    record Filling(String filling) {}
}
