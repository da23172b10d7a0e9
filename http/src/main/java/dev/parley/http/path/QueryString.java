package dev.parley.http.path;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The parameters of a query string or of a form body, in order.
public final class QueryString {
    /// More parameters than any contract has.
    public static final int MAX_PARAMETERS = 64;

    private QueryString() {}

    /// Decodes `raw`, the text behind `?`, or a whole `application/x-www-form-urlencoded` body.
    ///
    /// @return name to values; a name without `=` has the empty value
    /// @throws MalformedPathException when an escape is bad, or there are more than [#MAX_PARAMETERS]
    public static Map<String, List<String>> decode(String raw) {
        if (raw.isEmpty()) {
            return Map.of();
        }
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        int count = 0;
        int start = 0;
        while (start <= raw.length()) {
            int ampersand = raw.indexOf('&', start);
            int end = ampersand < 0 ? raw.length() : ampersand;
            if (end > start) {
                if (++count > MAX_PARAMETERS) {
                    throw new MalformedPathException("there are more than " + MAX_PARAMETERS + " parameters");
                }
                add(parameters, raw.substring(start, end));
            }
            start = end + 1;
        }
        return parameters;
    }

    private static void add(Map<String, List<String>> parameters, String pair) {
        int equals = pair.indexOf('=');
        String name = PercentCoding.decodeQuery(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : PercentCoding.decodeQuery(pair.substring(equals + 1));
        parameters.computeIfAbsent(name, n -> new ArrayList<>(1)).add(value);
    }
}
