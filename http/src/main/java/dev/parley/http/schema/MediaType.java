package dev.parley.http.schema;

import java.util.List;
import java.util.Locale;

/// Media types (RFC 9110 §8.3.1), compared without their parameters.
public final class MediaType {
    /// What forms send (WHATWG URL §5).
    public static final String FORM = "application/x-www-form-urlencoded";

    private MediaType() {}

    /// `type/subtype` in lower case.
    public static String essence(String mediaType) {
        int semicolon = mediaType.indexOf(';');
        String essence = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
        return essence.strip().toLowerCase(Locale.ROOT);
    }

    /// Whether the body is JSON, also under a name of its own (RFC 6839 §3.1).
    public static boolean isJson(String essence) {
        return essence.equals("application/json") || essence.endsWith("+json");
    }

    /// Whether one of `ranges` (`image/png`, `image/*`, `*/*`) holds `essence`.
    public static boolean accepts(List<String> ranges, String essence) {
        for (String range : ranges) {
            if (range.equals(essence)
                    || range.equals("*/*")
                    || (range.endsWith("/*") && essence.startsWith(range.substring(0, range.length() - 1)))) {
                return true;
            }
        }
        return false;
    }

    /// Whether a `charset` parameter, where there is one, says UTF-8.
    public static boolean isUtf8(String mediaType) {
        String lower = mediaType.toLowerCase(Locale.ROOT);
        int charset = lower.indexOf("charset=");
        if (charset < 0) {
            return true;
        }
        String value = lower.substring(charset + "charset=".length()).replace("\"", "");
        return value.startsWith("utf-8") || value.startsWith("us-ascii");
    }
}
