package dev.parley.storage.cluster.postgresql;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// PostgreSQL has no U+0000, neither in `text` nor in `jsonb` (manual, 8.14), and JSON has. It is stored as U+0001
/// U+0001, and U+0001 as U+0001 U+0002: the order of texts stays what it was.
final class NulEscape {
    private static final byte[] NUL = ascii("\\u0000");
    private static final byte[] ONE = ascii("\\u0001");
    private static final byte[] STORED_NUL = ascii("\\u0001\\u0001");
    private static final byte[] STORED_ONE = ascii("\\u0001\\u0002");
    /// What the escapes of JSON above begin with.
    private static final byte[] BEGIN = ascii("\\u000");

    private NulEscape() {}

    static String store(String text) {
        return isFree(text) ? text : text.replace("\u0001", "\u0001\u0002").replace("\u0000", "\u0001\u0001");
    }

    static String load(String stored) {
        return isFree(stored)
                ? stored
                : stored.replace("\u0001\u0001", "\u0000").replace("\u0001\u0002", "\u0001");
    }

    /// @param json UTF-8
    static byte[] storeJson(byte[] json) {
        return rewrite(json, NUL, STORED_NUL, ONE, STORED_ONE);
    }

    /// @param stored UTF-8
    static byte[] loadJson(byte[] stored) {
        return rewrite(stored, STORED_NUL, NUL, STORED_ONE, ONE);
    }

    private static boolean isFree(String text) {
        return text.indexOf('\u0000') < 0 && text.indexOf('\u0001') < 0;
    }

    private static byte[] rewrite(byte[] json, byte[] from, byte[] to, byte[] otherFrom, byte[] otherTo) {
        int first = firstEscape(json);
        if (first < 0) {
            return json;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(json.length + 64);
        out.write(json, 0, first);
        int i = first;
        while (i < json.length) {
            if (isAt(json, i, from)) {
                out.writeBytes(to);
                i += from.length;
            } else if (isAt(json, i, otherFrom)) {
                out.writeBytes(otherTo);
                i += otherFrom.length;
            } else {
                int length = json[i] == '\\' ? 2 : 1; // an escaped backslash begins no escape
                out.write(json, i, length);
                i += length;
            }
        }
        return out.toByteArray();
    }

    private static int firstEscape(byte[] json) {
        for (int i = 0; i < json.length; i++) {
            if (json[i] == '\\') {
                if (isAt(json, i, BEGIN)) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }

    private static boolean isAt(byte[] json, int from, byte[] what) {
        return from + what.length <= json.length && Arrays.equals(json, from, from + what.length, what, 0, what.length);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
