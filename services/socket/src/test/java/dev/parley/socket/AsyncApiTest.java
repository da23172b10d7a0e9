package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.parley.api.messaging.Message;
import dev.parley.api.socket.ClientFrame;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.MessageId;
import dev.parley.core.id.UserId;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The AsyncAPI document and the frames' records say the same.
class AsyncApiTest {
    private static final JsonNode DOCUMENT = read();
    private static final Map<Class<?>, String> JSON_TYPES =
            Map.of(long.class, "integer", int.class, "integer", boolean.class, "boolean", String.class, "string");

    private static JsonNode read() {
        try (InputStream in = ServerFrame.class.getResourceAsStream("/asyncapi/socket.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Class<?>> frames(Class<?> sealed) {
        return Arrays.stream(sealed.getAnnotation(JsonSubTypes.class).value())
                .collect(
                        Collectors.toMap(JsonSubTypes.Type::name, JsonSubTypes.Type::value, (a, _) -> a, TreeMap::new));
    }

    private static Set<String> names(JsonNode operation) {
        Set<String> names = new TreeSet<>();
        operation
                .path("messages")
                .forEach(each -> names.add(each.path("$ref").asText().replaceFirst(".*/", "")));
        return names;
    }

    private static Set<String> fieldNames(JsonNode node) {
        Set<String> names = new HashSet<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static boolean isNullable(RecordComponent component) {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    @Test
    void operationsNameExactlyTheFramesOfEachSide() {
        assertThat(names(DOCUMENT.at("/operations/hearClient")))
                .isEqualTo(frames(ClientFrame.class).keySet());
        assertThat(names(DOCUMENT.at("/operations/tellClient")))
                .isEqualTo(frames(ServerFrame.class).keySet());
        Set<String> all = new HashSet<>(frames(ClientFrame.class).keySet());
        all.addAll(frames(ServerFrame.class).keySet());
        assertThat(fieldNames(DOCUMENT.at("/components/messages"))).isEqualTo(all);
        assertThat(fieldNames(DOCUMENT.at("/channels/socket/messages"))).isEqualTo(all);
    }

    @Test
    void framesHaveExactlyTheMembersOfTheDocument() {
        Stream.of(frames(ClientFrame.class), frames(ServerFrame.class))
                .flatMap(each -> each.entrySet().stream())
                .forEach(frame -> {
                    JsonNode payload = DOCUMENT.at("/components/messages/" + frame.getKey() + "/payload");
                    assertThat(payload.at("/properties/type/const").asText()).isEqualTo(frame.getKey());
                    assertSame(frame.getKey(), frame.getValue(), payload, Set.of("type"));
                });
        assertSame("Message", Message.class, DOCUMENT.at("/components/schemas/Message"), Set.of());
    }

    private static void assertSame(String name, Class<?> type, JsonNode schema, Set<String> besides) {
        Set<String> members = new HashSet<>(besides);
        Set<String> required = new HashSet<>(besides);
        for (RecordComponent component : type.getRecordComponents()) {
            members.add(component.getName());
            if (!isNullable(component)) {
                required.add(component.getName());
            }
            assertType(name, component, schema.path("properties").path(component.getName()));
        }
        assertThat(fieldNames(schema.path("properties"))).as(name).isEqualTo(members);
        Set<String> stated = new HashSet<>();
        schema.path("required").forEach(each -> stated.add(each.asText()));
        assertThat(stated).as(name).isEqualTo(required);
        assertThat(schema.path("additionalProperties").asBoolean(true)).as(name).isFalse();
    }

    private static void assertType(String name, RecordComponent component, JsonNode schema) {
        String where = name + "." + component.getName();
        String expected = JSON_TYPES.get(component.getType());
        if (expected != null) {
            assertThat(schema.path("type").asText()).as(where).isEqualTo(expected);
        } else if (component.getType().getPackage().equals(UserId.class.getPackage())) {
            assertThat(schema.path("$ref").asText())
                    .as(where)
                    .isEqualTo("#/components/schemas/" + component.getType().getSimpleName());
        } else if (component.getType().equals(Instant.class)) {
            assertThat(schema.path("type").asText()).as(where).isEqualTo("string");
        }
    }

    @Test
    void referencesLeadSomewhere() {
        List<String> references = DOCUMENT.findValuesAsText("$ref");
        assertThat(references).isNotEmpty();
        references.forEach(each -> assertThat(DOCUMENT.at(each.substring(1)).isMissingNode())
                .as(each)
                .isFalse());
    }

    @Test
    void idsAreWhatTheDocumentSays() {
        IdSource ids = new IdSource(Instant::now, new java.security.SecureRandom());
        MessageId message = ids.messageId();
        ConversationId conversation = ids.conversationId();
        assertThat(message.value())
                .matches(DOCUMENT.at("/components/schemas/MessageId/pattern").asText());
        assertThat(conversation.value())
                .matches(DOCUMENT.at("/components/schemas/ConversationId/pattern")
                        .asText());
    }
}
