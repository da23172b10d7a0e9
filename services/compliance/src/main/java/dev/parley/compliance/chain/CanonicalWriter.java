package dev.parley.compliance.chain;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Writes one JSON object in the JSON Canonicalization Scheme (RFC 8785). The caller gives the members in the order
/// of their names; a test holds the result against the library of the RFC's author.
final class CanonicalWriter {
    /// RFC 8785 writes numbers as IEEE 754 doubles: whole numbers beyond this have no exact form.
    private static final long MAX_INTEGER = 1L << 53;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder out = new StringBuilder(1024).append('{');
    private boolean empty = true;

    void member(String name, String value) {
        name(name);
        text(value);
    }

    void member(String name, long value) {
        if (Math.abs(value) > MAX_INTEGER) {
            throw new IllegalArgumentException(name + " is beyond 2^53");
        }
        name(name);
        out.append(value);
    }

    void member(String name, SortedMap<String, String> value) {
        name(name);
        out.append('{');
        empty = true;
        value.forEach(this::member);
        out.append('}');
        empty = false;
    }

    void optional(String name, @Nullable String value) {
        if (value != null) {
            member(name, value);
        }
    }

    void optional(String name, @Nullable Long value) {
        if (value != null) {
            member(name, value);
        }
    }

    String end() {
        return out.append('}').toString();
    }

    private void name(String name) {
        if (!empty) {
            out.append(',');
        }
        empty = false;
        text(name);
        out.append(':');
    }

    private void text(String value) {
        out.append('"');
        int copied = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < 0x20 || c == '"' || c == '\\') {
                out.append(value, copied, i);
                escape(c);
                copied = i + 1;
            } else if (Character.isSurrogate(c)) {
                i = requirePair(value, i);
            }
        }
        out.append(value, copied, value.length()).append('"');
    }

    /// RFC 8785 §3.2.2.2.
    private void escape(char c) {
        switch (c) {
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            case '\b' -> out.append("\\b");
            case '\f' -> out.append("\\f");
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> out.append("\\u00").append(HEX[c >> 4]).append(HEX[c & 15]);
        }
    }

    private static int requirePair(String value, int i) {
        if (i + 1 == value.length() || !Character.isSurrogatePair(value.charAt(i), value.charAt(i + 1))) {
            throw new UnpairedSurrogateException();
        }
        return i + 1;
    }
}
