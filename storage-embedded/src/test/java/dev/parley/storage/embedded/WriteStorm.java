package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.Event;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Writes until it is killed: a left half, a right half and an event in each transaction, and a counter of the
/// caller that is raised. Says each id once its commit was acknowledged.
///
/// `WriteStorm <folder> <round>`
final class WriteStorm {
    static final String TOPIC = "storm";
    static final int CALLERS = 16;
    static final Collection<Half> LEFT =
            Collection.of("storm_left", Half.class, Index.unique("by_caller_n", "caller", "n"));
    static final Collection<Half> RIGHT =
            Collection.of("storm_right", Half.class, Index.unique("by_caller_n", "caller", "n"));
    static final Collection<Counter> COUNTERS = Collection.of("storm_counters", Counter.class);

    private final DocumentStore documents;
    private final PrintStream out = System.out;

    private WriteStorm(DocumentStore documents) {
        this.documents = documents;
    }

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedStorage storage =
                EmbeddedStorage.open(EmbeddedStorageConfig.of(Path.of(arguments[0])), InstantSource.system());
        storage.documents().declare(List.of(LEFT, RIGHT, COUNTERS));
        WriteStorm storm = new WriteStorm(storage.documents());
        for (int i = 0; i < CALLERS; i++) {
            String caller = "c" + i;
            Thread.startVirtualThread(() -> storm.write(caller));
        }
        new CountDownLatch(1).await();
    }

    private void write(String caller) {
        while (true) {
            long written = documents.transact(TenantId.DEFAULT, transaction -> {
                Versioned<Counter> counter = transaction.get(COUNTERS, caller).orElse(null);
                long n = counter == null ? 1 : counter.value().n() + 1;
                if (counter == null) {
                    transaction.insert(COUNTERS, caller, new Counter(n));
                } else {
                    transaction.replace(COUNTERS, caller, new Counter(n), counter.version());
                }
                transaction.insert(LEFT, id(caller, n), new Half(caller, n, "x".repeat((int) (n % 700))));
                transaction.append(new Event(TOPIC, caller, "written.v1", payload(n)));
                transaction.insert(RIGHT, id(caller, n), new Half(caller, n, "y"));
                return n;
            });
            out.println(id(caller, written));
        }
    }

    static String id(String caller, long n) {
        return caller + "-" + n;
    }

    static byte[] payload(long n) {
        return Long.toString(n).getBytes(StandardCharsets.UTF_8);
    }

    record Half(String caller, long n, String filling) {}

    record Counter(long n) {}
}
