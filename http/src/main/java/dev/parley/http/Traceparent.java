package dev.parley.http;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// W3C Trace Context (Recommendation of 2021-11-23, §3.2): `version-traceid-parentid-flags`.
final class Traceparent {
    private static final Pattern VALID =
            Pattern.compile("(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final int TRACE_ID_START = 3;
    private static final int TRACE_ID_END = 35;

    private Traceparent() {}

    /// A new span: in the trace of `parent` where that is valid, else in a new one.
    static String child(@Nullable String parent, RandomGenerator random) {
        HexFormat hex = HexFormat.of();
        String span = hex.toHexDigits(nonZero(random));
        if (parent != null && VALID.matcher(parent).matches()) {
            // Version 00 is the one that we write, whatever the version that we read (§4.3).
            return "00-" + parent.substring(TRACE_ID_START, TRACE_ID_END) + '-' + span
                    + parent.substring(parent.length() - 3);
        }
        return "00-" + hex.toHexDigits(nonZero(random)) + hex.toHexDigits(random.nextLong()) + '-' + span + "-01";
    }

    private static long nonZero(RandomGenerator random) {
        long value = random.nextLong();
        return value == 0 ? 1 : value;
    }
}
