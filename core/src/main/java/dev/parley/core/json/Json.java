package dev.parley.core.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.time.Instant;

/// The one JSON mapper: camelCase, absent instead of null, times as RFC 3339 UTC with milliseconds
/// (`2026-01-31T09:30:00.000Z`), unknown and duplicate members refused, nesting bounded by 64.
public final class Json {
    /// Deepest nesting that is read.
    public static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER = newMapper();

    /// For what we wrote: a newer version that runs beside this one may add members.
    private static final ObjectMapper STORED = MAPPER.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /// Jackson keeps its buffers by thread, and a virtual thread lives for one request: each would fill some 20 KB
    /// with zeros to write a hundred bytes. What is wanted beyond these is made and dropped.
    private static final int POOLED_BUFFERS = 256;

    private Json() {}

    /// The shared mapper. It is immutable by agreement: nobody configures it.
    public static ObjectMapper mapper() {
        return MAPPER;
    }

    /// Writes `value` as UTF-8.
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every value we write has a JSON form: " + value.getClass(), e);
        }
    }

    /// Writes `value` as text.
    public static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("every value we write has a JSON form: " + value.getClass(), e);
        }
    }

    /// Reads a value that comes from outside.
    ///
    /// @throws JsonProcessingException when the bytes are not JSON or not of this type
    public static <T> T parse(byte[] json, Class<T> type) throws IOException {
        return MAPPER.readValue(json, type);
    }

    /// Reads a tree that comes from outside.
    public static JsonNode parse(byte[] json) throws IOException {
        return MAPPER.readTree(json);
    }

    /// Reads a value that we wrote ourselves, this version or another: members that it does not know are passed
    /// over, because a newer version may have added them while both run.
    ///
    /// @throws IllegalStateException when it is damaged
    public static <T> T read(byte[] json, Class<T> type) {
        try {
            return STORED.readValue(json, type);
        } catch (IOException e) {
            throw new IllegalStateException("stored JSON of " + type.getSimpleName() + " is damaged", e);
        }
    }

    /// An instant as RFC 3339 UTC with milliseconds.
    public static String time(Instant instant) {
        return Times.text(instant);
    }

    private static ObjectMapper newMapper() {
        SimpleModule wireForms = new SimpleModule("wire-forms")
                .addSerializer(Secret.class, new SecretText.Writer())
                .addDeserializer(Secret.class, new SecretText.Reader())
                .addSerializer(Instant.class, new JsonSerializer<>() {
                    @Override
                    public void serialize(Instant value, JsonGenerator out, SerializerProvider provider)
                            throws IOException {
                        out.writeString(time(value));
                    }
                })
                .addDeserializer(Instant.class, new JsonDeserializer<>() {
                    @Override
                    public Instant deserialize(
                            JsonParser in, com.fasterxml.jackson.databind.DeserializationContext context)
                            throws IOException {
                        String text = in.getText();
                        try {
                            return Times.parse(text);
                        } catch (java.time.format.DateTimeParseException e) {
                            return (Instant)
                                    context.handleWeirdStringValue(Instant.class, text, "not an RFC 3339 UTC time");
                        }
                    }
                });
        ObjectMapper mapper = JsonMapper.builder(JsonFactory.builder()
                        .recyclerPool(JsonRecyclerPools.newBoundedPool(POOLED_BUFFERS))
                        .build())
                .addModule(new ParameterNamesModule())
                .addModule(new JavaTimeModule())
                .addModule(wireForms)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        mapper.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
        return mapper;
    }
}
