package dev.parley.storage.embedded;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import dev.parley.storage.event.Event;
import dev.parley.storage.move.MoveRow;
import dev.parley.storage.move.MoveSide;
import dev.parley.storage.move.StorageMove;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// Moves a folder to another until it is killed, and says how far it came.
///
/// `MoveStorm <from> <to> <id of the move, if it is new>`
final class MoveStorm {
    static final int DOCUMENTS = 12_000;
    static final int OBJECTS = 20;
    static final String TOPIC = "storm";
    static final Collection<Thing> THINGS = Collection.of("storm_things", Thing.class, Index.unique("by_n", "n"));

    private MoveStorm() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedStorage source = open(Path.of(arguments[0]));
        EmbeddedStorage target = open(Path.of(arguments[1]));
        move(source, target, arguments[2], System.out::println);
        new CountDownLatch(1).await();
    }

    static EmbeddedStorage open(Path folder) {
        return EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), InstantSource.system());
    }

    static List<MoveRow> move(EmbeddedStorage from, EmbeddedStorage to, String freshId, Consumer<String> progress) {
        return new StorageMove(
                        side(from),
                        side(to),
                        new StorageMove.Contents(List.of(THINGS), from.topics()),
                        InstantSource.system(),
                        progress)
                .run(() -> freshId);
    }

    private static MoveSide side(EmbeddedStorage storage) {
        return new MoveSide(storage.documents(), storage.events(), storage.objects());
    }

    static void fill(EmbeddedStorage storage) {
        storage.documents().declare(List.of(THINGS));
        for (int from = 0; from < DOCUMENTS; from += 1000) {
            int first = from;
            storage.documents().transact(TenantId.DEFAULT, tx -> {
                for (int n = first; n < first + 1000; n++) {
                    tx.insert(THINGS, "t%06d".formatted(n), new Thing(n, "x".repeat(n % 300)));
                    byte[] payload = Integer.toString(n).getBytes(StandardCharsets.UTF_8);
                    tx.append(new Event(TOPIC, "k" + n % 10, "thing.made.v1", payload));
                }
                return true;
            });
        }
        for (int n = 0; n < OBJECTS; n++) {
            ByteArrayInputStream content = new ByteArrayInputStream(new byte[50_000 + n]);
            storage.objects().put(TenantId.DEFAULT, "things/" + n, content, 1 << 20);
        }
    }

    record Thing(long n, String filling) {}
}
