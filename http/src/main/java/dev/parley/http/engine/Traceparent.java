package dev.parley.http.engine;

import java.util.HexFormat;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// W3C Trace Context (Recommendation of 2021-11-23, §3.2): `version-traceid-parentid-flags`.
final class Traceparent {
    private static final HexFormat HEX = HexFormat.of();
    private static final int LENGTH = 55;
    private static final int TRACE_ID_START = 3;
    private static final int TRACE_ID_END = 35;
    private static final int PARENT_ID_START = 36;
    private static final int PARENT_ID_END = 52;

    private Traceparent() {}

    /// A new span: in the trace of `parent` where that is valid, else in a new one that is sampled.
    static String child(@Nullable String parent, RandomGenerator random) {
        String span = HEX.toHexDigits(nonZero(random));
        if (parent != null && isValid(parent)) {
            // Version 00 is the one that we write, whatever the version that we read (§4.3).
            return "00-" + parent.substring(TRACE_ID_START, TRACE_ID_END) + '-' + span
                    + parent.substring(PARENT_ID_END, LENGTH);
        }
        return "00-" + HEX.toHexDigits(nonZero(random)) + HEX.toHexDigits(random.nextLong()) + '-' + span + "-01";
    }

    private static boolean isValid(String text) {
        return text.length() == LENGTH
                && !text.startsWith("ff")
                && isHex(text, 0, 2)
                && text.charAt(2) == '-'
                && isHex(text, TRACE_ID_START, TRACE_ID_END)
                && !isZero(text, TRACE_ID_START, TRACE_ID_END)
                && text.charAt(TRACE_ID_END) == '-'
                && isHex(text, PARENT_ID_START, PARENT_ID_END)
                && !isZero(text, PARENT_ID_START, PARENT_ID_END)
                && text.charAt(PARENT_ID_END) == '-'
                && isHex(text, PARENT_ID_END + 1, LENGTH);
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }

    private static long nonZero(RandomGenerator random) {
        long value = random.nextLong();
        return value == 0 ? 1 : value;
    }
}
