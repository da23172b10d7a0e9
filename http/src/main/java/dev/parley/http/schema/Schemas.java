package dev.parley.http.schema;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.keyword.NonValidationKeyword;
import com.networknt.schema.path.PathType;
import dev.parley.http.Operation;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// The schemas of one document. A schema is compiled when it is first asked for; what it refers to, when it is
/// first applied. Safe for concurrent use.
public final class Schemas {
    // The document's own members, and what OpenAPI adds to schemas for the reader (OpenAPI 3.1 §4.8.24).
    private static final Set<String> ANNOTATIONS =
            Set.of("paths", "components", "example", "discriminator", "externalDocs", "xml");
    private static final SchemaRegistryConfig CONFIG = SchemaRegistryConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .formatAssertionsEnabled(true)
            .regularExpressionFactory(regex -> {
                Pattern pattern = EcmaPattern.compile(regex);
                return value -> pattern.matcher(value).find();
            })
            .preloadSchema(false)
            .build();

    // A keyword that nobody knows is refused rather than ignored: `maxLenght` must not read as "no limit".
    private static final Dialect DIALECT = Dialect.builder(Dialects.getDraft202012())
            .unknownKeywordFactory((keyword, context) -> {
                if (ANNOTATIONS.contains(keyword) || keyword.startsWith("x-")) {
                    return new NonValidationKeyword(keyword);
                }
                throw new IllegalStateException("no keyword of JSON Schema draft 2020-12: " + keyword);
            })
            .build();

    private static final int MAX_REFERENCES = 8;

    private final String base;
    private final JsonNode document;
    private final SchemaRegistry registry;

    /// @param name tells documents apart in messages
    /// @param document where `$ref: '#/…'` points into
    public Schemas(String name, JsonNode document) {
        this.base = "https://parley.dev/openapi/" + name + ".json";
        this.document = document;
        ObjectNode schemas = JsonNodeFactory.instance.objectNode();
        schemas.set("paths", document.path("paths"));
        schemas.set("components", document.path("components"));
        String text = schemas.toString();
        this.registry = SchemaRegistry.withDialect(
                DIALECT,
                builder -> builder.schemaRegistryConfig(CONFIG)
                        // Nothing is ever fetched: what is not in the document does not exist.
                        .schemas(iri -> iri.equals(base) ? text : null));
    }

    /// Where operation `method` of `path` stands.
    static JsonPointer operation(Operation operation) {
        return JsonPointer.empty()
                .appendProperty("paths")
                .appendProperty(operation.path())
                .appendProperty(operation.method().toLowerCase(Locale.ROOT));
    }

    /// Follows `$ref` from `start` in `document` until something else stands there.
    ///
    /// @throws IllegalStateException when a reference leads out of the document, to nothing, or in a circle
    public static JsonPointer locate(JsonNode document, JsonPointer start) {
        JsonPointer current = start;
        for (int i = 0; i < MAX_REFERENCES; i++) {
            JsonNode reference = document.at(current).path("$ref");
            if (reference.isMissingNode()) {
                return current;
            }
            if (!reference.asText().startsWith("#/")) {
                throw new IllegalStateException("only references within the document are followed: " + reference);
            }
            current = JsonPointer.compile(reference.asText().substring(1));
            if (document.at(current).isMissingNode()) {
                throw new IllegalStateException("nothing stands at " + reference);
            }
        }
        throw new IllegalStateException("references go in a circle at " + start);
    }

    JsonPointer locate(JsonPointer start) {
        return locate(document, start);
    }

    JsonNode node(JsonPointer place) {
        return document.at(place);
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
