package dev.parley.media;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The strong entity tag of a file (RFC 9110 §8.8.3): its content never changes, so its hash names it.
///
/// @param sha256 64 lower-case hexadecimal digits
public record Validator(String sha256) {
    private static final Pattern ENTITY_TAG = Pattern.compile("(W/)?(\"[\\x21\\x23-\\x7E\\x80-\\xFF]*\")");

    /// Value of `ETag`.
    public String entityTag() {
        return '"' + sha256 + '"';
    }

    /// Whether the copy that the client has is this one: `If-None-Match`, compared weakly (RFC 9110 §13.1.2). A
    /// field that is no list of tags matches nothing.
    public boolean matchesAny(String ifNoneMatch) {
        String field = ifNoneMatch.strip();
        return field.equals("*") || tags(field).contains(entityTag());
    }

    /// Whether the part that the client has is of this file: `If-Range`, compared strongly (RFC 9110 §13.1.5). A
    /// date never is: we state none.
    public boolean isSame(String ifRange) {
        return ifRange.strip().equals(entityTag());
    }

    private static List<String> tags(String field) {
        List<String> tags = new ArrayList<>();
        Matcher tag = ENTITY_TAG.matcher(field);
        while (tag.find()) {
            tags.add(tag.group(2));
        }
        return tags;
    }
}
