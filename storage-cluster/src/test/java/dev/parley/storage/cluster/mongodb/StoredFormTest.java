package dev.parley.storage.cluster.mongodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.Index;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;

/// A document comes back from BSON's bytes as the JSON that it was.
class StoredFormTest {
    private static final StoredForm<JsonNode> FORM = new StoredForm<>(
            Collection.of("forms", JsonNode.class, Index.on("by_a_b", "a", "b"), Index.unique("by_c", "c"))
                    .expiringAt("end"));

    private static JsonNode json(String text) throws IOException {
        return Json.parse(text.getBytes(StandardCharsets.UTF_8));
    }

    private static BsonDocument encoded(JsonNode value) {
        return FORM.encode(TenantId.DEFAULT, "id", value, 3);
    }

    /// Through the bytes that go over the wire.
    private static BsonDocument sent(BsonDocument document) {
        BasicOutputBuffer buffer = new BasicOutputBuffer();
        BsonDocumentCodec codec = new BsonDocumentCodec();
        codec.encode(
                new BsonBinaryWriter(buffer), document, EncoderContext.builder().build());
        return codec.decode(
                new BsonBinaryReader(java.nio.ByteBuffer.wrap(buffer.toByteArray())),
                DecoderContext.builder().build());
    }

    @Test
    void returnsEveryDocumentExactly() throws IOException {
        long seed = Long.getLong("cases.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            ObjectNode value = object(random, 0);
            BsonDocument stored = sent(encoded(value));
            assertThat(FORM.decode(TenantId.DEFAULT, stored).value())
                    .as("cases.seed=%d", seed)
                    .isEqualTo(json(Json.text(value)));
        }
    }

    @Test
    void keepsIdVersionAndMembers() throws IOException {
        BsonDocument stored = encoded(json("""
                {"a":"text","b":9007199254740993,"c":true,"other":{"a":1},"end":"2026-01-31T09:30:00.123Z"}"""));
        assertThat(stored.getString("_id").getValue()).isEqualTo(TenantId.DEFAULT + "/id");
        assertThat(stored.getDocument("k"))
                .isEqualTo(BsonDocument.parse("{a: 'text', b: NumberLong('9007199254740993'), c: true,"
                        + " end: '2026-01-31T09:30:00.123Z'}"));
        assertThat(stored.getString("body").getValue()).isEqualTo("{\"other\":{\"a\":1}}");
        assertThat(Instant.ofEpochMilli(stored.getDateTime("x").getValue()))
                .isEqualTo(Instant.parse("2026-01-31T09:30:00.123Z"));
        assertThat(FORM.decode(TenantId.DEFAULT, stored).id()).isEqualTo("id");
        assertThat(FORM.decode(TenantId.DEFAULT, stored).version()).isEqualTo(3);
    }

    /// Numbers that no BSON number can hold stay the digits that they were.
    @Test
    void keepsDigitsOfLongNumbers() {
        record Measured(BigDecimal exact, BigInteger huge, double tiny) {}
        Measured value = new Measured(
                new BigDecimal("1.10000000000000000000000000000000000000000000000000000001"),
                BigInteger.TEN.pow(60),
                -0.0);
        StoredForm<Measured> form = new StoredForm<>(Collection.of("measured", Measured.class));
        assertThat(form.decode(TenantId.DEFAULT, sent(form.encode(TenantId.DEFAULT, "id", value, 1)))
                        .value())
                .isEqualTo(value);
    }

    @Test
    void leavesOutAbsentAndNullMembers() throws IOException {
        BsonDocument stored = encoded(json("{\"a\":null,\"end\":null}"));
        assertThat(stored.getDocument("k").isEmpty()).isTrue();
        assertThat(stored.containsKey("x")).isFalse();
    }

    @Test
    void refusesMembersThatNoIndexHolds() throws IOException {
        for (String value : List.of("1.5", "[1]", "{}", "9223372036854775808")) {
            JsonNode document = json("{\"a\":" + value + "}");
            assertThatThrownBy(() -> encoded(document)).isInstanceOf(IllegalArgumentException.class);
        }
        JsonNode noInstant = json("{\"end\":\"tomorrow\"}");
        assertThatThrownBy(() -> encoded(noInstant)).isInstanceOf(IllegalArgumentException.class);
    }

    private static ObjectNode object(Random random, int depth) {
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        int members = random.nextInt(6);
        for (int i = 0; i < members; i++) {
            object.set(text(random), value(random, depth));
        }
        return object;
    }

    private static JsonNode value(Random random, int depth) {
        JsonNodeFactory nodes = JsonNodeFactory.withExactBigDecimals(true);
        return switch (random.nextInt(depth > 4 ? 6 : 8)) {
            case 0 -> nodes.textNode(text(random));
            case 1 -> nodes.numberNode(random.nextLong());
            case 2 -> nodes.numberNode(random.nextGaussian() * Math.pow(10, random.nextInt(600) - 300));
            case 3 -> nodes.numberNode(new BigInteger(200, random));
            case 4 -> nodes.booleanNode(random.nextBoolean());
            case 5 -> nodes.numberNode(random.nextInt());
            case 6 -> object(random, depth + 1);
            default -> nodes.arrayNode().add(value(random, depth + 1)).add(BigDecimal.ONE);
        };
    }

    /// Names and text with what BSON and MongoDB treat in their own way: `$`, `.`, NUL, and nothing at all.
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(5);
        for (int i = 0; i < length; i++) {
            text.append(List.of("$", ".", "\0", "é", "😀", "_id", "\"", "x", "y", "z")
                    .get(random.nextInt(10)));
        }
        return text.toString();
    }
}
