package dev.parley.http.path;

import java.util.ArrayList;
import java.util.List;

/// The decoded segments of a request path.
///
/// Splitting comes before decoding, and an escaped slash or backslash is refused, so that a segment never grows a
/// second meaning behind us (CWE-22, CWE-436). Dot segments are refused rather than resolved: no client of ours
/// sends them.
public final class PathSegments {
    /// More segments than any contract has.
    static final int MAX_SEGMENTS = 32;

    private PathSegments() {}

    /// Decodes `rawPath`, which starts with `/` and ends before `?`.
    ///
    /// @return one element for each `/`; an empty one for an empty segment, so `/a/` is `["a", ""]`
    /// @throws MalformedPathException when it has no single safe reading
    public static List<String> decode(String rawPath) {
        if (rawPath.isEmpty() || rawPath.charAt(0) != '/') {
            throw new MalformedPathException("the path must start with a slash");
        }
        List<String> segments = new ArrayList<>(8);
        int start = 1;
        while (start <= rawPath.length()) {
            if (segments.size() == MAX_SEGMENTS) {
                throw new MalformedPathException("the path has more than " + MAX_SEGMENTS + " segments");
            }
            int slash = rawPath.indexOf('/', start);
            int end = slash < 0 ? rawPath.length() : slash;
            segments.add(segment(rawPath.substring(start, end)));
            start = end + 1;
        }
        return segments;
    }

    private static String segment(String raw) {
        String text = PercentCoding.decodeSegment(raw);
        if (text.equals(".") || text.equals("..")) {
            throw new MalformedPathException("the path holds a dot segment");
        }
        if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
            throw new MalformedPathException("a path segment holds a slash");
        }
        return text;
    }
}
