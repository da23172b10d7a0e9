package dev.parley.http.path;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// Percent-decoding (RFC 3986 §2.1) of UTF-8, once and strictly: a bad escape, bytes that are not UTF-8 and
/// control characters are refused, because two programs would read them differently.
final class PercentCoding {
    private PercentCoding() {}

    /// Decodes a path segment. A `+` stays a plus.
    static String decodeSegment(String raw) {
        String text = raw.indexOf('%') < 0 ? raw : decode(raw, false);
        refuseControls(text);
        return text;
    }

    /// Decodes a name or value of a query string, where `+` is a space (WHATWG URL §5.1).
    static String decodeQuery(String raw) {
        String text = raw.indexOf('%') < 0 && raw.indexOf('+') < 0 ? raw : decode(raw, true);
        refuseControls(text);
        return text;
    }

    private static String decode(String raw, boolean plusIsSpace) {
        byte[] out = new byte[raw.length() * 3];
        int length = 0;
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                out[length++] = (byte) escape(raw, i);
                i += 2;
            } else if (c == '+' && plusIsSpace) {
                out[length++] = ' ';
            } else if (c < 0x80) {
                out[length++] = (byte) c;
            } else {
                throw new MalformedPathException("the URI holds a character outside of ASCII");
            }
        }
        return utf8(out, length);
    }

    private static int escape(String raw, int at) {
        if (at + 2 >= raw.length()) {
            throw new MalformedPathException("the URI holds an incomplete percent escape");
        }
        int high = hex(raw.charAt(at + 1));
        int low = hex(raw.charAt(at + 2));
        if (high < 0 || low < 0) {
            throw new MalformedPathException("the URI holds a percent escape that is not hexadecimal");
        }
        return high << 4 | low;
    }

    // Character.digit would take digits of other scripts as well.
    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        char lower = (char) (c | 0x20);
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    private static String utf8(byte[] bytes, int length) {
        // A decoder that reports: new String() would replace bad bytes and let two different paths become one.
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            CharBuffer text = decoder.decode(ByteBuffer.wrap(bytes, 0, length));
            return text.toString();
        } catch (CharacterCodingException e) {
            throw new MalformedPathException("the URI holds escapes that are not UTF-8");
        }
    }

    private static void refuseControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x20 || c == 0x7F) {
                throw new MalformedPathException("the URI holds a control character");
            }
        }
    }
}
