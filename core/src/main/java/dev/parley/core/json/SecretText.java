package dev.parley.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/// Textual [Secret]s (passwords, tokens) as JSON strings: they must reach the other side somehow. Nothing that is
/// stored or logged has a component of this type.
final class SecretText {
    private SecretText() {}

    static final class Writer extends JsonSerializer<Secret> {
        @Override
        public void serialize(Secret value, JsonGenerator out, SerializerProvider provider) throws IOException {
            out.writeString(new String(value.reveal(), StandardCharsets.UTF_8));
        }
    }

    static final class Reader extends JsonDeserializer<Secret> {
        @Override
        public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
            return Secret.of(in.getText());
        }
    }
}
