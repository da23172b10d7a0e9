package dev.parley.http.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import java.util.Locale;

/// The schemas of one document. A schema is compiled when it is first asked for; what it refers to, when it is
/// first applied. Safe for concurrent use.
public final class Schemas {
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .preloadSchema(false)
            .build();

    private final String base;
    private final JsonNode document;
    private final SchemaRegistry registry;

    /// @param name tells documents apart in messages
    /// @param document where `$ref: '#/…'` points into
    public Schemas(String name, JsonNode document) {
        this.base = "https://parley.dev/openapi/" + name + ".json";
        this.document = document;
        String text = document.toString();
        this.registry = SchemaRegistry.withDialect(
                Dialects.getDraft202012(),
                builder -> builder.schemaRegistryConfig(CONFIG)
                        // Nothing is ever fetched: what is not in the document does not exist.
                        .schemas(iri -> iri.equals(base) ? text : null));
    }

    /// The schema that stands at `pointer` in the document.
    public JsonSchema at(JsonPointer pointer) {
        if (document.at(pointer).isMissingNode()) {
            throw new IllegalStateException("no schema at " + pointer + " of " + base);
        }
        Schema schema = registry.getSchema(SchemaLocation.of(base + "#" + pointer));
        return new JsonSchema(schema);
    }
}
