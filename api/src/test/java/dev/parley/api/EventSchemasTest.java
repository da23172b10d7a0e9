package dev.parley.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.core.id.IdSource;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every type of event has a JSON Schema, and one that was released never changes so that events written under it
/// do not fit it any more: `src/test/resources/recorded-events` holds the schemas as they were released. What must
/// change gets a new type, `….v2`, beside the old one. A type that is new is recorded by copying its schema there.
class EventSchemasTest {
    private static final Path SCHEMAS = Path.of("src/main/resources/events");
    private static final Path RECORDED = Path.of("src/test/resources/recorded-events");
    private static final IdSource IDS = new IdSource(InstantSource.system(), new SecureRandom());

    /// An event of each type that is appended anywhere.
    private static final Map<String, Record> EVENTS = Map.of(
            MessageEvents.APPENDED,
            new MessageEvents.Appended(
                    IDS.conversationId(), 1, IDS.messageId(), IDS.userId(), Instant.parse("2026-01-31T09:30:00Z")));

    @Test
    void describesEveryTypeOfEvent() {
        assertThat(types(SCHEMAS)).containsExactlyInAnyOrderElementsOf(EVENTS.keySet());
        assertThat(types(RECORDED)).containsExactlyInAnyOrderElementsOf(EVENTS.keySet());
        assertThat(EventSchema.ALL).extracting(EventSchema::type).containsExactlyInAnyOrderElementsOf(EVENTS.keySet());
        assertThat(EventSchema.ALL)
                .allSatisfy(schema -> assertThat(schema.json()).isEqualTo(text(SCHEMAS, schema.type())));
        EVENTS.forEach((type, event) -> {
            JsonNode schema = read(SCHEMAS, type);
            assertThat(schema.path("title").asText()).isEqualTo(type);
            assertThat(schema.path("properties").fieldNames())
                    .toIterable()
                    .containsExactlyElementsOf(Arrays.stream(event.getClass().getRecordComponents())
                            .map(component -> component.getName())
                            .toList());
        });
    }

    @Test
    void acceptsEventsAsTheyAreWritten() {
        EVENTS.forEach((type, event) -> {
            String payload = new String(Json.bytes(event), StandardCharsets.UTF_8);
            assertThat(schema(type).validate(payload, InputFormat.JSON)).isEmpty();
            assertThat(schema(type).validate("{}", InputFormat.JSON)).isNotEmpty();
            assertThat(schema(type).validate(payload.replaceFirst("\\{", "{\"other\":1,"), InputFormat.JSON))
                    .isNotEmpty();
        });
    }

    @Test
    void keepsWhatWasReleased() {
        for (String type : types(RECORDED)) {
            assertThat(SchemaChange.breaches(read(RECORDED, type), read(SCHEMAS, type)))
                    .as("a change that events on the log do not survive needs a new version of " + type)
                    .isEmpty();
        }
    }

    @Test
    void noticesWhatBreaksReaders() {
        assertThat(breaches(schema -> properties(schema).remove("seq"))).containsExactly("/seq is gone");
        assertThat(breaches(schema ->
                        properties(schema).set("number", properties(schema).remove("seq"))))
                .containsExactly("/seq is gone");
        assertThat(breaches(schema -> ((ObjectNode) properties(schema).get("seq")).put("type", "string")))
                .containsExactly("/seq/type changed");
        assertThat(breaches(schema -> schema.withArray("required").add("other")))
                .containsExactly("/other became required");
        assertThat(breaches(schema -> schema.withArray("required").remove(0)))
                .containsExactly("/conversationId is no longer required");
        assertThat(breaches(schema -> properties(schema).putObject("other").put("type", "string")))
                .isEmpty();
        assertThat(breaches(schema -> schema.put("description", "In other words.")))
                .isEmpty();
    }

    private static List<String> breaches(Consumer<ObjectNode> change) {
        JsonNode released = read(RECORDED, MessageEvents.APPENDED);
        ObjectNode present = released.deepCopy();
        change.accept(present);
        return SchemaChange.breaches(released, present);
    }

    private static ObjectNode properties(ObjectNode schema) {
        return (ObjectNode) schema.get("properties");
    }

    private static Schema schema(String type) {
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                .getSchema(text(SCHEMAS, type), InputFormat.JSON);
    }

    private static List<String> types(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replaceFirst("\\.json$", ""))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode read(Path folder, String type) {
        return Json.read(text(folder, type).getBytes(StandardCharsets.UTF_8), JsonNode.class);
    }

    private static String text(Path folder, String type) {
        try {
            return Files.readString(folder.resolve(type + ".json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
