package dev.parley.storage.contract.move;

import static dev.parley.storage.contract.document.DocumentStoreContract.insert;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.contract.event.Heard;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.Versioned;
import dev.parley.storage.event.StoredEvent;
import dev.parley.storage.move.MoveRefusedException;
import dev.parley.storage.move.MoveRow;
import dev.parley.storage.move.MoveSide;
import dev.parley.storage.move.StorageMove;
import dev.parley.storage.object.ByteRange;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Everything arrives as it was, in whatever pieces it was sent, or the move says what did not.
public interface MoveContract {
    Collection<Note> NOTES = Collection.of(
            "contract_moved_notes",
            Note.class,
            Index.on("by_author_seq", "author", "seq"),
            Index.unique("by_name", "name"));

    Collection<Note> FLEETING =
            Collection.of("contract_moved_fleeting", Note.class).expiringAt("at");

    String TOPIC = "moved";

    /// Stores on which nothing runs. The same until the end of a test.
    MoveSide source();

    /// Empty stores of any kind.
    MoveSide target();

    private StorageMove move(MoveSide from, MoveSide to, Consumer<String> progress) {
        StorageMove.Contents contents = new StorageMove.Contents(List.of(NOTES, FLEETING), List.of(TOPIC));
        return new StorageMove(from, to, contents, InstantSource.system(), progress);
    }

    private StorageMove move() {
        return move(source(), target(), line -> {});
    }

    private static List<TenantId> fill(MoveSide side, int many) {
        side.documents().declare(List.of(NOTES, FLEETING));
        List<TenantId> tenants = List.of(TenantId.DEFAULT, Fixtures.freshTenant(), Fixtures.freshTenant());
        Random random = new Random(42);
        for (TenantId tenant : tenants) {
            for (int from = 0; from < many; from += 500) {
                int first = from;
                run(side.documents(), tenant, tx -> {
                    for (int n = first; n < Math.min(many, first + 500); n++) {
                        String filling = "ü😀\"\n".repeat(random.nextInt(20));
                        tx.insert(NOTES, "n" + n, Note.by("ada", n).withName(filling + n));
                        tx.append(Fixtures.event(TOPIC, "key" + n % 7, n));
                    }
                });
            }
            run(side.documents(), tenant, tx -> tx.replace(NOTES, "n7", Note.by("changed", Long.MIN_VALUE), 1));
            insert(
                    side.documents(),
                    tenant,
                    FLEETING,
                    "stays",
                    Note.EMPTY.withAt(Instant.parse("9999-01-01T00:00:00Z")));
            side.objects().put(tenant, "media/a/one", new ByteArrayInputStream(object(100_000, tenant)), 1 << 20);
            side.objects().put(tenant, "media/b", new ByteArrayInputStream(object(0, tenant)), 1 << 20);
        }
        RawDocument gone =
                new RawDocument(tenants.getFirst(), "gone", 1, Fixtures.utf8("{\"at\":\"1970-01-01T00:00:00.000Z\"}"));
        side.documents().raw().load(FLEETING, List.of(gone));
        return tenants;
    }

    private static byte[] object(int length, TenantId tenant) {
        byte[] bytes = new byte[length];
        new Random(tenant.hashCode()).nextBytes(bytes);
        return bytes;
    }

    private static void assertMoved(MoveSide side, List<TenantId> tenants, int many) throws IOException {
        for (TenantId tenant : tenants) {
            assertThat(side.documents().get(tenant, NOTES, "n7"))
                    .contains(new Versioned<>("n7", Note.by("changed", Long.MIN_VALUE), 2));
            assertThat(side.documents()
                            .find(
                                    tenant,
                                    NOTES,
                                    IndexQuery.on("by_author_seq").equal("ada").after(many - 3L)))
                    .extracting(Versioned::id)
                    .containsExactly("n" + (many - 2), "n" + (many - 1));
            assertThat(side.documents().get(tenant, FLEETING, "stays")).isPresent();
            try (InputStream content =
                    side.objects().open(tenant, "media/a/one", ByteRange.ALL).orElseThrow()) {
                assertThat(content.readAllBytes()).isEqualTo(object(100_000, tenant));
            }
            assertThat(side.objects().stat(tenant, "media/b")).isPresent();
        }
    }

    /// Each event of each tenant and key, the first time it is heard, in the order of the source.
    private static void assertHeard(MoveSide side, List<TenantId> tenants, int many) {
        Heard heard = new Heard();
        try (var listening = side.events().consume(TOPIC, Fixtures.freshName(), heard)) {
            Fixtures.eventually(() -> assertThat(heard.events().stream().distinct())
                    .as("of %s", listening)
                    .hasSizeGreaterThanOrEqualTo(tenants.size() * many));
        }
        for (TenantId tenant : tenants) {
            for (int key = 0; key < 7; key++) {
                String name = "key" + key;
                List<String> payloads = heard.events().stream()
                        .filter(stored -> stored.tenant().equals(tenant)
                                && stored.event().key().equals(name))
                        .map(StoredEvent::event)
                        .map(event -> Fixtures.text(event.payload()))
                        .distinct()
                        .toList();
                List<String> expected = new ArrayList<>();
                for (int n = key; n < many; n += 7) {
                    expected.add("{\"n\":" + n + "}");
                }
                assertThat(payloads).as("%s %s", tenant, name).isEqualTo(expected);
            }
        }
    }

    @Test
    default void bringsEverythingAndComparesIt() throws IOException {
        int many = 2100;
        List<TenantId> tenants = fill(source(), many);
        List<MoveRow> rows = move().run(Fixtures::freshId);
        assertThat(rows).allMatch(MoveRow::isWhole);
        // Events may be in the target more than once; what is whole has each at least once.
        assertThat(rows)
                .extracting(MoveRow::what, row -> row.source().count())
                .contains(tuple(NOTES.name(), 3L * many), tuple("objects", 6L), tuple("events of " + TOPIC, 3L * many));
        assertMoved(target(), tenants, many);
        assertHeard(target(), tenants, many);
    }

    @Test
    default void goesOnWhereItBrokeOff() throws IOException {
        int many = 2500;
        List<TenantId> tenants = fill(source(), many);
        MoveSide breaking =
                new MoveSide(new BreakingLoads(target().documents(), 3), target().events(), target().objects());
        assertThatThrownBy(() -> move(source(), breaking, line -> {}).run(Fixtures::freshId))
                .isInstanceOf(StoreUnavailableException.class);
        List<String> lines = new ArrayList<>();
        List<MoveRow> rows = move(source(), target(), lines::add).run(() -> {
            throw new AssertionError("it is the same move");
        });
        assertThat(rows).allMatch(MoveRow::isWhole);
        assertThat(lines.getFirst()).contains("broke off after 2004 documents");
        assertMoved(target(), tenants, many);
        assertHeard(target(), tenants, many);
    }

    @Test
    default void refusesATargetWithSomethingInIt() {
        fill(source(), 10);
        target().documents().declare(List.of(NOTES));
        insert(target().documents(), Fixtures.freshTenant(), NOTES, "n1", Note.EMPTY);
        assertThatThrownBy(() -> move().run(Fixtures::freshId))
                .isInstanceOf(MoveRefusedException.class)
                .hasMessageContaining("not empty")
                .hasMessageContaining(NOTES.name());
    }

    @Test
    default void refusesToRepeatAMoveOrToTakeOverAnother() {
        fill(source(), 10);
        move().run(Fixtures::freshId);
        assertThatThrownBy(() -> move().run(Fixtures::freshId))
                .isInstanceOf(MoveRefusedException.class)
                .hasMessageContaining("already");
        assertThatThrownBy(() -> move(target(), source(), line -> {}).run(Fixtures::freshId))
                .isInstanceOf(MoveRefusedException.class);
    }

    @Test
    default void refusesWhatItDoesNotKnow() {
        fill(source(), 10);
        Collection<Note> other = Collection.of("contract_unknown_to_move", Note.class);
        source().documents().declare(List.of(other));
        insert(source().documents(), TenantId.DEFAULT, other, "n1", Note.EMPTY);
        assertThatThrownBy(() -> move().run(Fixtures::freshId))
                .isInstanceOf(MoveRefusedException.class)
                .hasMessageContaining(other.name());
        assertThat(target().documents().raw().scan(NOTES.name(), null, 1)).isEmpty();
    }

    @Test
    default void tellsWhatIsNotTheSame() {
        fill(source(), 10);
        DocumentStore documents = target().documents();
        List<MoveRow> rows = move(source(), target(), line -> {
                    if (line.startsWith("comparing " + NOTES.name())) {
                        run(documents, TenantId.DEFAULT, tx -> tx.replace(NOTES, "n3", Note.named("forged"), 1));
                        documents
                                .raw()
                                .load(
                                        NOTES,
                                        List.of(new RawDocument(
                                                TenantId.DEFAULT, "n3", 1, Fixtures.utf8("{\"name\":\"forged\"}"))));
                    }
                })
                .run(Fixtures::freshId);
        assertThat(rows).filteredOn(row -> !row.isWhole()).singleElement().satisfies(row -> {
            assertThat(row.what()).isEqualTo(NOTES.name());
            assertThat(row.target().count()).isEqualTo(row.source().count());
        });
    }
}
