package dev.parley.http.schema;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import dev.parley.http.path.QueryString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Reads a whole body as a JSON tree: JSON itself, and forms as objects of strings.
public final class BodyReader {
    private BodyReader() {}

    /// Whether bodies of this type have a tree.
    ///
    /// @param essence the media type without parameters
    public static boolean reads(String essence) {
        return MediaType.isJson(essence) || essence.equals(MediaType.FORM);
    }

    /// @throws JsonProcessingException when the body is not what its type says
    public static JsonNode read(String essence, byte[] body) throws IOException {
        if (essence.equals(MediaType.FORM)) {
            return form(body);
        }
        JsonNode tree = Json.parse(body);
        if (mayHoldSurrogates(body)) {
            refuseLoneSurrogates(tree);
        }
        return tree;
    }

    private static JsonNode form(byte[] body) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        String text = new String(body, StandardCharsets.UTF_8);
        for (Map.Entry<String, List<String>> field : QueryString.decode(text).entrySet()) {
            if (field.getValue().size() == 1) {
                form.put(field.getKey(), field.getValue().getFirst());
            } else {
                ArrayNode values = form.putArray(field.getKey());
                field.getValue().forEach(values::add);
            }
        }
        return form;
    }

    // Escapes can spell half a character (RFC 8259 §8.2). Stored, it could never be written as UTF-8 again.
    private static boolean mayHoldSurrogates(byte[] body) {
        for (int i = 0; i + 2 < body.length; i++) {
            if (body[i] == '\\' && body[i + 1] == 'u' && (body[i + 2] == 'd' || body[i + 2] == 'D')) {
                return true;
            }
        }
        return false;
    }

    private static void refuseLoneSurrogates(JsonNode node) throws JsonProcessingException {
        if (node.isTextual()) {
            refuseLoneSurrogates(node.textValue());
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            refuseLoneSurrogates(member.getKey());
        }
        for (JsonNode child : node) {
            refuseLoneSurrogates(child);
        }
    }

    private static void refuseLoneSurrogates(String text) throws JsonProcessingException {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new JsonParseException(null, "a string holds half a character");
                }
                i++;
            }
        }
    }
}
