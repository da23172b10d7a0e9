package dev.parley.storage.cluster.schemaregistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.engines.ApicurioRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SchemaRegistryTest {
    private static final String SCHEMA = """
            {
              "$schema": "http://json-schema.org/draft-07/schema#",
              "type": "object",
              "additionalProperties": false,
              "required": ["seq"],
              "properties": { "seq": { "type": "integer" } }
            }
            """;
    private static final String WITH_MORE =
            SCHEMA.replace("\"properties\": {", "\"properties\": { \"room\": { \"type\": \"string\" },");
    private static final String OTHER = SCHEMA.replace("seq", "number");

    private ApicurioRegistry engine;
    private SchemaRegistry registry;

    @BeforeAll
    void start(@TempDir Path folder) {
        engine = ApicurioRegistry.start(folder);
        registry = new SchemaRegistry(SchemaRegistryConfig.of(engine.address()));
    }

    @AfterAll
    void stop() {
        registry.close();
        engine.close();
    }

    @Test
    void publishesForOthersToRead() throws Exception {
        String subject = SchemaRegistry.subject("parley.messages", "message.appended.v1");
        registry.publish(subject, SCHEMA);
        assertThat(get("/subjects")).contains("\"parley.messages-message.appended.v1\"");
        assertThat(get("/subjects/" + subject + "/versions/latest/schema")).contains("\"seq\"");
    }

    @Test
    void publishesTheSameAgainAsNothingNew() throws Exception {
        registry.publish("again", SCHEMA);
        registry.publish("again", SCHEMA);
        assertThat(get("/subjects/again/versions")).isEqualTo("[1]");
    }

    @Test
    void takesWhatOlderEventsFitAndRefusesTheRest() throws Exception {
        registry.publish("growing", SCHEMA);
        registry.publish("growing", WITH_MORE);
        assertThatThrownBy(() -> registry.publish("growing", OTHER))
                .isInstanceOf(IncompatibleSchemaException.class)
                .hasMessageContaining("growing");
        assertThat(get("/subjects/growing/versions")).isEqualTo("[1,2]");
    }

    @Test
    void saysWhatIsWrong() {
        assertThatThrownBy(() -> registry.publish("broken", "{")).isInstanceOf(StoreUnavailableException.class);
        try (SchemaRegistry nobody = new SchemaRegistry(SchemaRegistryConfig.of(URI.create("http://127.0.0.1:1")))) {
            assertThatThrownBy(() -> nobody.publish("any", SCHEMA))
                    .isInstanceOf(StoreUnavailableException.class)
                    .hasMessageContaining("does not answer");
        }
        assertThatThrownBy(() -> SchemaRegistryConfig.of(URI.create("http://user:secret@host")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("secret");
    }

    private String get(String path) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(engine.address() + path))
                                    .build(),
                            BodyHandlers.ofString())
                    .body();
        }
    }
}
