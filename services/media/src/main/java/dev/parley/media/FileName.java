package dev.parley.media;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;

/// A name for the one who downloads: never a path, and it reads as it is.
///
/// Gone are directories, control characters, and all that is invisible or turns the direction of writing, with
/// which `photo\u202Egnp.exe` shows as `photoexe.png` (CVE-2021-42574 is the same trick in source code). Characters
/// that Windows reserves become `_`.
///
/// @param value 1 to 200 characters
public record FileName(String value) {
    private static final int MAX_CHARACTERS = 200;
    private static final String NAMELESS = "file";
    private static final String RESERVED = "<>:\"|?*";

    /// `attr-char` of RFC 8187 §3.2.1.
    private static final String ATTRIBUTE_CHARACTERS =
            "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!#$&+-.^_`|~";

    /// The name in what a sender calls the file. Any text is fine: where nothing is left of it, the name is `file`.
    public static FileName of(String text) {
        String base = text.substring(Math.max(text.lastIndexOf('/'), text.lastIndexOf('\\')) + 1);
        StringBuilder visible = new StringBuilder(base.length());
        base.codePoints().filter(FileName::isVisible).forEach(visible::appendCodePoint);
        StringBuilder kept = new StringBuilder(visible.length());
        // Composed only now, since what was invisible may have stood between a letter and its accent.
        Normalizer.normalize(visible, Normalizer.Form.NFC)
                .codePoints()
                .map(c -> RESERVED.indexOf(c) >= 0 ? '_' : c)
                .forEach(kept::appendCodePoint);
        String name = withoutEdges(shortened(kept.toString()));
        return new FileName(name.isEmpty() ? NAMELESS : name);
    }

    /// Value of `Content-Disposition` (RFC 6266): an ASCII form for old clients, and the name itself.
    public String disposition(boolean inline) {
        StringBuilder ascii = new StringBuilder(value.length());
        value.codePoints().map(c -> isPlain(c) ? c : '_').forEach(ascii::appendCodePoint);
        return (inline ? "inline" : "attachment") + "; filename=\"" + ascii + "\"; filename*=UTF-8''" + extended();
    }

    private static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    /// Spaces around and dots behind are lost on Windows; a dot in front hides a file elsewhere.
    private static String withoutEdges(String name) {
        int start = 0;
        int end = name.length();
        while (start < end && isEdge(name.charAt(start))) {
            start++;
        }
        while (end > start && isEdge(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(start, end);
    }

    private static boolean isEdge(char c) {
        return c == '.' || Character.isWhitespace(c) || Character.isSpaceChar(c);
    }

    /// Keeps the end, where the extension is.
    private static String shortened(String name) {
        int excess = name.codePointCount(0, name.length()) - MAX_CHARACTERS;
        return excess <= 0 ? name : name.substring(name.offsetByCodePoints(0, excess));
    }

    private static boolean isPlain(int c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\' && c != '%';
    }

    /// `ext-value` of RFC 8187 without its charset.
    private String extended() {
        StringBuilder out = new StringBuilder(value.length());
        for (byte b : value.getBytes(StandardCharsets.UTF_8)) {
            if (ATTRIBUTE_CHARACTERS.indexOf(b) >= 0) {
                out.append((char) b);
            } else {
                out.append('%').append(hexDigit(b >> 4)).append(hexDigit(b));
            }
        }
        return out.toString();
    }

    private static char hexDigit(int nibble) {
        return "0123456789ABCDEF".charAt(nibble & 0xF);
    }
}
