package dev.parley.http.schema;

import java.util.regex.Pattern;

/// A `pattern` of JSON Schema, which is a regular expression of ECMA-262, in Java's words. They differ where it
/// hurts: in Java `$` also matches before a last line break, so that `^[a-z]+$` would let `abc\n` through; and
/// within a class Java knows nested classes and `&&`, where ECMA-262 reads plain characters.
final class EcmaPattern {
    private EcmaPattern() {}

    /// @throws java.util.regex.PatternSyntaxException when it is not a regular expression
    static Pattern compile(String ecma) {
        return Pattern.compile(translate(ecma));
    }

    private static String translate(String ecma) {
        StringBuilder java = new StringBuilder(ecma.length() + 8);
        boolean inClass = false;
        for (int i = 0; i < ecma.length(); i++) {
            char c = ecma.charAt(i);
            if (c == '\\' && i + 1 < ecma.length()) {
                java.append(c).append(ecma.charAt(++i));
            } else if (inClass) {
                inClass = c != ']';
                java.append(c == '[' || c == '&' ? "\\" + c : String.valueOf(c));
            } else {
                inClass = c == '[';
                java.append(c == '$' ? "\\z" : String.valueOf(c));
            }
        }
        return java.toString();
    }
}
