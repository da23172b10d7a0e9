package dev.parley.core.json;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.util.Arrays;

/// Binary [Secret]s as base64 (RFC 4648 §4) on the wire, for record components that ask for it with
/// `@JsonSerialize` and `@JsonDeserialize`. Without them a secret is text.
public final class SecretBase64 {
    private SecretBase64() {}

    public static final class Writer extends JsonSerializer<Secret> {
        @Override
        public void serialize(Secret value, JsonGenerator out, SerializerProvider provider) throws IOException {
            byte[] bytes = value.reveal();
            try {
                out.writeBinary(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }

    public static final class Reader extends JsonDeserializer<Secret> {
        @Override
        public Secret deserialize(JsonParser in, DeserializationContext context) throws IOException {
            byte[] bytes = in.getBinaryValue();
            try {
                return Secret.of(bytes);
            } finally {
                Arrays.fill(bytes, (byte) 0);
            }
        }
    }
}
