package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;

class DocumentQueryTest {
    private static final Index PLAIN = Index.on("by_it", "a", "b");
    private static final Index UNIQUE = Index.unique("by_it", "a", "b");

    private static BsonDocument filter(Index index, IndexQuery query) {
        return DocumentQuery.filter(TenantId.DEFAULT, index, query).toBsonDocument();
    }

    private static BsonDocument parsed(String json) {
        return BsonDocument.parse(json.replace("TENANT", TenantId.DEFAULT.value()));
    }

    @Test
    void namesTenantEqualFieldsAndBounds() {
        assertThat(filter(PLAIN, IndexQuery.on("by_it").equal("x").after(1L).before(9L)))
                .isEqualTo(parsed("{$and: [{t: 'TENANT'}, {'k.a': 'x'}, {'k.b': {$gt: NumberLong(1)}},"
                        + " {'k.b': {$lt: NumberLong(9)}}]}"));
    }

    @Test
    void saysOfUniqueIndexWhatTheServerMustKnowToUseIt() {
        assertThat(filter(UNIQUE, IndexQuery.on("by_it").equal(true)))
                .isEqualTo(parsed("{$and: [{t: 'TENANT'}, {'k.a': true}, {$and: [{'k.a': {$exists: true}},"
                        + " {'k.b': {$exists: true}}]}]}"));
    }

    @Test
    void sortsByAllFieldsAndSettlesTiesById() {
        IndexQuery query = IndexQuery.on("by_it").equal("x");
        assertThat(DocumentQuery.sort(PLAIN, query).toBsonDocument())
                .isEqualTo(BsonDocument.parse("{'k.a': 1, 'k.b': 1, _id: 1}"));
        assertThat(DocumentQuery.sort(PLAIN, query.reversed()).toBsonDocument())
                .isEqualTo(BsonDocument.parse("{'k.a': -1, 'k.b': -1, _id: -1}"));
        assertThat(DocumentQuery.sort(UNIQUE, query).toBsonDocument())
                .isEqualTo(BsonDocument.parse("{'k.a': 1, 'k.b': 1}"));
    }
}
