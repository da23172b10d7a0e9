package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// Whoever looks somewhere and whoever adds something there have a guard in common.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuardsTest {
    private static final Index INDEX = Index.on("by_a_b", "a", "b");
    private static final List<Object> VALUES = List.of("x", "y", "", "😀", 0L, 1L, Long.MIN_VALUE, true, false);

    private final long seed = Long.getLong("cases.seed", new Random().nextLong());
    private final Random random = new Random(seed);

    /// The query is asked of the document itself, by the words of `IndexQuery`.
    @Test
    void queryMeetsEveryDocumentThatItYields() {
        int yielded = 0;
        for (int i = 0; i < 20_000; i++) {
            BsonDocument members = members();
            IndexQuery query = query();
            if (yields(query, members)) {
                yielded++;
                Set<String> common = new HashSet<>(Guards.ofQuery(TenantId.DEFAULT, "c", query));
                common.retainAll(List.of(Guards.ofEntry(TenantId.DEFAULT, "c", INDEX, members, random)));
                assertThat(common)
                        .as("%s yields %s, cases.seed=%d", query, members, seed)
                        .hasSize(1);
            }
        }
        assertThat(yielded).isGreaterThan(1000);
    }

    @Test
    void lookingForIdInVainMeetsItsInsert() {
        for (int i = 0; i < 1000; i++) {
            String id = Long.toString(random.nextLong(), 36);
            assertThat(Guards.ofAbsent(TenantId.DEFAULT, "c", id))
                    .contains(Guards.ofInsert(TenantId.DEFAULT, "c", id, random));
        }
    }

    @Test
    void insertsOfDifferentIdsSeldomMeet() {
        int met = 0;
        for (int i = 0; i < 1000; i++) {
            String one = Guards.ofInsert(TenantId.DEFAULT, "c", "msg_" + i, random);
            String other = Guards.ofInsert(TenantId.DEFAULT, "c", "msg_" + (i + 1), random);
            met += one.equals(other) ? 1 : 0;
        }
        assertThat(met).isLessThan(50);
    }

    @Test
    void keepsTenantsCollectionsAndIndexesApart() {
        TenantId other = new TenantId("tnt_00000000000000000000000001");
        IndexQuery query = IndexQuery.on("by_a_b").equal("x");
        List<String> guards = Guards.ofQuery(TenantId.DEFAULT, "c", query);
        assertThat(guards)
                .doesNotContainAnyElementsOf(Guards.ofQuery(other, "c", query))
                .doesNotContainAnyElementsOf(Guards.ofQuery(TenantId.DEFAULT, "d", query))
                .doesNotContainAnyElementsOf(Guards.ofQuery(
                        TenantId.DEFAULT, "c", IndexQuery.on("by_a").equal("x")))
                .doesNotContainAnyElementsOf(Guards.ofAbsent(TenantId.DEFAULT, "c", "x"));
    }

    private BsonDocument members() {
        BsonDocument members = new BsonDocument();
        for (String field : INDEX.fields()) {
            if (random.nextInt(4) > 0) {
                members.append(field, DocumentQuery.value(value()));
            }
        }
        return members;
    }

    private IndexQuery query() {
        List<Object> equal = new ArrayList<>();
        int count = random.nextInt(3);
        for (int i = 0; i < count; i++) {
            equal.add(value());
        }
        IndexQuery query = new IndexQuery("by_a_b", equal, null, null, random.nextBoolean(), 10);
        return count < 2 && random.nextBoolean() ? query.after(value()) : query;
    }

    private Object value() {
        return VALUES.get(random.nextInt(VALUES.size()));
    }

    private static boolean yields(IndexQuery query, BsonDocument members) {
        for (int i = 0; i < query.equal().size(); i++) {
            BsonValue member = members.get(INDEX.fields().get(i));
            if (!DocumentQuery.value(query.equal().get(i)).equals(member)) {
                return false;
            }
        }
        // A bound only takes away: what holds without it holds with it.
        return true;
    }
}
