package dev.parley.storage.contract.document;

import static dev.parley.storage.contract.document.DocumentStoreContract.ids;
import static dev.parley.storage.contract.document.DocumentStoreContract.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.IndexQuery;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// A query yields what lies between its bounds in the order of its index.
public interface IndexOrderContract extends DocumentStoreContract {
    private TenantId tenantWith(Map<String, Note> notes) {
        TenantId tenant = Fixtures.freshTenant();
        run(declared(), tenant, transaction -> notes.forEach((id, note) -> transaction.insert(NOTES, id, note)));
        return tenant;
    }

    /// Inserted out of order: `<author><seq>` is the id.
    private TenantId tenantWithSequences() {
        return tenantWith(Map.of(
                "a3", Note.by("a", 3),
                "b1", Note.by("b", 1),
                "a10", Note.by("a", 10),
                "a1", Note.by("a", 1),
                "a2", Note.by("a", 2),
                "b2", Note.by("b", 2)));
    }

    @Test
    default void sortsByAllFields() {
        TenantId tenant = tenantWithSequences();
        IndexQuery all = IndexQuery.on("by_author_seq");
        assertThat(ids(documents(), tenant, NOTES, all)).containsExactly("a1", "a2", "a3", "a10", "b1", "b2");
        assertThat(ids(documents(), tenant, NOTES, all.reversed()))
                .containsExactly("b2", "b1", "a10", "a3", "a2", "a1");
    }

    @Test
    default void takesOnlyEqualLeadingFields() {
        TenantId tenant = tenantWithSequences();
        IndexQuery ofA = IndexQuery.on("by_author_seq").equal("a");
        assertThat(ids(documents(), tenant, NOTES, ofA)).containsExactly("a1", "a2", "a3", "a10");
        assertThat(ids(documents(), tenant, NOTES, ofA.equal(2L))).containsExactly("a2");
        assertThat(ids(documents(), tenant, NOTES, ofA.equal(7L))).isEmpty();
    }

    @Test
    default void excludesBothBounds() {
        TenantId tenant = tenantWithSequences();
        IndexQuery ofA = IndexQuery.on("by_author_seq").equal("a");
        assertThat(ids(documents(), tenant, NOTES, ofA.after(1L))).containsExactly("a2", "a3", "a10");
        assertThat(ids(documents(), tenant, NOTES, ofA.before(3L))).containsExactly("a1", "a2");
        assertThat(ids(documents(), tenant, NOTES, ofA.after(1L).before(10L))).containsExactly("a2", "a3");
        assertThat(ids(documents(), tenant, NOTES, ofA.after(1L).before(10L).reversed()))
                .containsExactly("a3", "a2");
        assertThat(ids(documents(), tenant, NOTES, ofA.after(2L).before(3L))).isEmpty();
    }

    @Test
    default void boundsLeadingFieldWhenNoneIsEqual() {
        TenantId tenant = tenantWithSequences();
        assertThat(ids(
                        documents(),
                        tenant,
                        NOTES,
                        IndexQuery.on("by_author_seq").after("a")))
                .containsExactly("b1", "b2");
    }

    @Test
    default void stopsAtLimitFromEitherEnd() {
        TenantId tenant = tenantWithSequences();
        IndexQuery ofA = IndexQuery.on("by_author_seq").equal("a").limit(2);
        assertThat(ids(documents(), tenant, NOTES, ofA)).containsExactly("a1", "a2");
        assertThat(ids(documents(), tenant, NOTES, ofA.reversed())).containsExactly("a10", "a3");
    }

    @Test
    default void returnsNoMoreThanLargestLimit() {
        TenantId tenant = Fixtures.freshTenant();
        run(declared(), tenant, transaction -> {
            for (int i = 0; i <= IndexQuery.MAX_LIMIT; i++) {
                transaction.insert(NOTES, Fixtures.freshId(), Note.by("ada", i));
            }
        });
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_author_seq")))
                .hasSize(IndexQuery.MAX_LIMIT);
    }

    @Test
    default void breaksTiesById() {
        TenantId tenant = tenantWith(Map.of("n2", Note.by("a", 1), "n3", Note.by("a", 1), "n1", Note.by("a", 1)));
        IndexQuery query = IndexQuery.on("by_author_seq").equal("a").equal(1L);
        assertThat(ids(documents(), tenant, NOTES, query)).containsExactly("n1", "n2", "n3");
        assertThat(ids(documents(), tenant, NOTES, query.reversed())).containsExactly("n3", "n2", "n1");
    }

    @Test
    default void sortsAbsentMembersFirst() {
        TenantId tenant = tenantWith(
                Map.of("n3", Note.by("a", Long.MIN_VALUE), "n1", Note.EMPTY, "n2", Note.EMPTY.withAuthor("a")));
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_author_seq")))
                .containsExactly("n1", "n2", "n3");
        assertThat(ids(
                        documents(),
                        tenant,
                        NOTES,
                        IndexQuery.on("by_author_seq").reversed()))
                .containsExactly("n3", "n2", "n1");
    }

    @Test
    default void putsAbsentMembersWithinNoBounds() {
        TenantId tenant = tenantWith(Map.of("n1", Note.EMPTY.withAuthor("a"), "n2", Note.by("a", 5)));
        IndexQuery ofA = IndexQuery.on("by_author_seq").equal("a");
        assertThat(ids(documents(), tenant, NOTES, ofA.before(9L))).containsExactly("n2");
        assertThat(ids(documents(), tenant, NOTES, ofA.after(1L))).containsExactly("n2");
    }

    /// U+FFFD comes before U+1F600 in UTF-8, and behind it in UTF-16.
    @Test
    default void sortsTextByUtf8Bytes() {
        List<String> sorted = List.of(
                "",
                "\u0000",
                "\u0000\u0001",
                "\u0001",
                "\u0002",
                "A",
                "Z",
                "a",
                "a\u0000",
                "aa",
                "b",
                "é",
                "\uFFFD",
                "😀");
        TenantId tenant = Fixtures.freshTenant();
        run(declared(), tenant, transaction -> {
            for (String name : sorted.reversed()) {
                transaction.insert(NOTES, Fixtures.freshId(), Note.named(name));
            }
        });
        assertThat(documents().find(tenant, NOTES, IndexQuery.on("by_name_text")))
                .extracting(found -> found.value().name())
                .containsExactlyElementsOf(sorted);
    }

    @Test
    default void sortsNumbersAs64BitIntegers() {
        List<Long> sorted =
                List.of(Long.MIN_VALUE, -10L, -9L, 0L, 9L, 10L, 9007199254740992L, 9007199254740993L, Long.MAX_VALUE);
        TenantId tenant = Fixtures.freshTenant();
        run(declared(), tenant, transaction -> {
            for (long seq : sorted.reversed()) {
                transaction.insert(NOTES, Fixtures.freshId(), Note.by("a", seq));
            }
        });
        IndexQuery ofA = IndexQuery.on("by_author_seq").equal("a");
        assertThat(documents().find(tenant, NOTES, ofA))
                .extracting(found -> found.value().seq())
                .containsExactlyElementsOf(sorted);
        assertThat(documents().find(tenant, NOTES, ofA.equal(9007199254740993L)))
                .hasSize(1);
    }

    @Test
    default void findsBooleans() {
        TenantId tenant = tenantWith(
                Map.of("n1", Note.EMPTY.withPinned(true), "n2", Note.EMPTY.withPinned(false), "n3", Note.EMPTY));
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_pinned").equal(true)))
                .containsExactly("n1");
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_pinned").equal(false)))
                .containsExactly("n2");
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_pinned"))).containsExactly("n3", "n2", "n1");
    }

    @Test
    default void findsInstantsByTheirText() {
        Instant noon = Instant.parse("2026-01-31T12:00:00Z");
        TenantId tenant = tenantWith(Map.of(
                "n1", Note.EMPTY.withAt(noon.minusMillis(1)),
                "n2", Note.EMPTY.withAt(noon),
                "n3", Note.EMPTY.withAt(noon.plusSeconds(1))));
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_at").equal(Json.time(noon))))
                .containsExactly("n2");
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_at").after(Json.time(noon.minusMillis(1)))))
                .containsExactly("n2", "n3");
    }

    @Test
    default void followsReplacedValue() {
        TenantId tenant = tenantWith(Map.of("n1", Note.by("a", 1), "n2", Note.by("a", 2)));
        run(documents(), tenant, transaction -> transaction.replace(NOTES, "n1", Note.by("a", 3), 1));
        assertThat(ids(documents(), tenant, NOTES, IndexQuery.on("by_author_seq")))
                .containsExactly("n2", "n1");
    }

    @Test
    default void pagesWithoutGapOrRepeat() {
        TenantId tenant = Fixtures.freshTenant();
        run(declared(), tenant, transaction -> {
            for (int i = 1; i <= 25; i++) {
                transaction.insert(NOTES, Fixtures.freshId(), Note.by("a", i));
            }
        });
        IndexQuery page = IndexQuery.on("by_author_seq").equal("a").limit(10);
        long seen = 0;
        for (int size : List.of(10, 10, 5, 0)) {
            List<Long> seqs = documents().find(tenant, NOTES, page.after(seen)).stream()
                    .map(found -> found.value().seq())
                    .toList();
            assertThat(seqs).hasSize(size);
            for (long seq : seqs) {
                assertThat(seq).isEqualTo(seen + 1);
                seen = seq;
            }
        }
    }

    @Test
    default void refusesWhatItsIndexCannotAnswer() {
        DocumentStore store = declared();
        TenantId tenant = Fixtures.freshTenant();
        for (IndexQuery query : List.of(
                IndexQuery.on("by_nothing"),
                IndexQuery.on("by_at").equal("a").equal("b"),
                IndexQuery.on("by_at").equal("a").after("b"),
                IndexQuery.on("by_at").equal("a").before("b"))) {
            assertThatThrownBy(() -> store.find(tenant, NOTES, query)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> store.transact(tenant, transaction -> transaction.find(NOTES, query)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
