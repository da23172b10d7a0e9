package dev.parley.storage.move;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import dev.parley.storage.document.RawDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/// The SHA-256 of a sequence of lines. A document's line is its tenant, id, version and JSON in one form: members
/// by name, without space, numbers as their value; because stores keep these differently.
final class CanonicalDigest {
    private final MessageDigest digest;
    private long count;

    CanonicalDigest() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    void add(RawDocument document) {
        StringBuilder line = new StringBuilder(document.json().length + 100);
        line.append(document.tenant()).append(' ');
        quote(document.id(), line);
        line.append(' ').append(document.version()).append(' ');
        append(tree(document), line);
        add(line.toString());
    }

    void add(String line) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
        count++;
    }

    /// Ends the sequence.
    MoveRow.Tally tally() {
        return new MoveRow.Tally(count, HexFormat.of().formatHex(digest.digest()));
    }

    static JsonNode tree(RawDocument document) {
        try {
            return Json.parse(document.json());
        } catch (IOException e) {
            throw new UncheckedIOException("not JSON: " + document.key(), e);
        }
    }

    private static void append(JsonNode node, StringBuilder out) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                List<Map.Entry<String, JsonNode>> members = new ArrayList<>(node.properties());
                members.sort(Map.Entry.comparingByKey());
                out.append('{');
                for (Map.Entry<String, JsonNode> member : members) {
                    quote(member.getKey(), out);
                    out.append(':');
                    append(member.getValue(), out);
                    out.append(',');
                }
                out.append('}');
            }
            case ARRAY -> {
                out.append('[');
                for (JsonNode element : node) {
                    append(element, out);
                    out.append(',');
                }
                out.append(']');
            }
            case STRING -> quote(node.textValue(), out);
            case NUMBER -> out.append(number(node));
            default -> out.append(node.asText());
        }
    }

    private static String number(JsonNode node) {
        return node.isIntegralNumber()
                ? node.asText()
                : new BigDecimal(node.asText()).stripTrailingZeros().toPlainString();
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, out);
        out.append('"');
    }
}
