package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.document.DocumentStoreContract;
import dev.parley.storage.contract.document.Note;
import dev.parley.storage.document.IndexQuery;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bson.BsonDocument;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/// What a transaction writes besides its documents, so that it collides with those that it must not overlap.
class FootprintTest {
    /// Never connects.
    private static final MongoClient CLIENT = MongoClients.create("mongodb://127.0.0.1:9");

    private static final DocumentCollection<Note> NOTES =
            new DocumentCollection<>(DocumentStoreContract.NOTES, InstantSource.system(), CLIENT.getDatabase("none"));

    private final Footprint footprint = new Footprint(TenantId.DEFAULT, new Random(1));

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    private static BsonDocument document(String id, Note note) {
        return NOTES.encode(TenantId.DEFAULT, id, note, 1);
    }

    @Test
    void touchesWhatWasReadAndNotWritten() {
        BsonDocument read = document("read", Note.EMPTY);
        footprint.found(NOTES, read);
        footprint.found(NOTES, document("replaced", Note.EMPTY));
        footprint.found(NOTES, document("deleted", Note.EMPTY));
        footprint.replaced(NOTES, document("replaced", Note.EMPTY));
        footprint.deleted(NOTES, StoredForm.key(TenantId.DEFAULT, "deleted"));
        assertThat(footprint.writes()).isTrue();
        assertThat(footprint.touches().get(NOTES)).containsExactly(read.getString(StoredForm.ID));
    }

    @Test
    void isWritingOnlyWhenSomethingIsWritten() {
        footprint.found(NOTES, document("read", Note.EMPTY));
        footprint.missed(NOTES, "absent");
        footprint.queried(NOTES, IndexQuery.on("by_at"));
        assertThat(footprint.writes()).isFalse();
        footprint.appended();
        assertThat(footprint.writes()).isTrue();
    }

    @Test
    void meetsInsertOfWhatItMissed() {
        footprint.missed(NOTES, "n1");
        assertMeets(inserting("n1", Note.EMPTY));
        assertMissesMostly("n2");
    }

    @Test
    void meetsInsertIntoWhatItQueried() {
        footprint.queried(NOTES, IndexQuery.on("by_author_seq").equal("ada"));
        assertMeets(inserting("n1", Note.by("ada", 1)));
    }

    @Test
    void meetsReplaceThatComesIntoWhatItQueried() {
        footprint.queried(NOTES, IndexQuery.on("by_author_seq").equal("ada"));
        Footprint moving = new Footprint(TenantId.DEFAULT, new Random(2));
        moving.found(NOTES, document("n1", Note.by("bob", 1)));
        moving.replaced(NOTES, document("n1", Note.by("ada", 1)));
        assertMeets(moving);
        Footprint blind = new Footprint(TenantId.DEFAULT, new Random(3));
        blind.replaced(NOTES, document("n1", Note.by("ada", 1)));
        assertMeets(blind);
    }

    /// Whoever found it touches it, so the document itself is where the two meet.
    @Test
    void addsNoGuardForReplaceThatMovesNothing() {
        footprint.found(NOTES, document("n1", Note.by("ada", 1)));
        footprint.replaced(NOTES, document("n1", Note.by("ada", 1)));
        assertThat(footprint.guards()).isEmpty();
    }

    /// The usual "create it once": the insert collides with that of another by itself, and pays one guard for those
    /// who only looked.
    @Test
    void addsNoReadGuardForIdThatItInsertsItself() {
        footprint.missed(NOTES, "n1");
        footprint.inserted(NOTES, "n1", document("n1", Note.EMPTY));
        assertThat(footprint.guards().stream().filter(guard -> guard.contains(Guards.BY_ID)))
                .hasSize(1);
    }

    private void assertMeets(Footprint other) {
        Set<String> common = new HashSet<>(footprint.guards());
        common.retainAll(other.guards());
        assertThat(common).isNotEmpty();
    }

    private void assertMissesMostly(String id) {
        Set<String> common = new HashSet<>(footprint.guards());
        common.retainAll(inserting(id, Note.EMPTY).guards());
        assertThat(common).isEmpty();
    }

    private static Footprint inserting(String id, Note note) {
        Footprint footprint = new Footprint(TenantId.DEFAULT, new Random(4));
        footprint.inserted(NOTES, id, document(id, note));
        return footprint;
    }

    @Test
    void writesToGuardsInOneOrder() {
        footprint.queried(NOTES, IndexQuery.on("by_author_seq"));
        assertThat(List.copyOf(footprint.guards())).isSorted().hasSize(Guards.SLOTS * Guards.STRIPES);
    }
}
