package dev.parley.core.id;

import java.time.Instant;
import java.util.Arrays;

/// The text form of an id: `<prefix>_<suffix>`, where the suffix is a 128-bit UUID in 26 characters of Crockford's
/// base 32, lower case, most significant bits first (TypeID specification 0.3.0).
public final class TypeId {
    /// Characters of a suffix.
    public static final int SUFFIX_LENGTH = 26;

    private static final char[] ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz".toCharArray();
    private static final byte[] VALUES = new byte[128];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < ALPHABET.length; i++) {
            VALUES[ALPHABET[i]] = (byte) i;
        }
    }

    private TypeId() {}

    /// Writes `prefix` and the 128 bits `high:low`.
    public static String format(String prefix, long high, long low) {
        char[] out = new char[prefix.length() + 1 + SUFFIX_LENGTH];
        prefix.getChars(0, prefix.length(), out, 0);
        out[prefix.length()] = '_';
        long h = high;
        long l = low;
        for (int i = out.length - 1; i > prefix.length(); i--) {
            out[i] = ALPHABET[(int) (l & 31)];
            l = (l >>> 5) | (h << 59);
            h >>>= 5;
        }
        return new String(out);
    }

    /// Refuses what is not an id of the kind `prefix`.
    ///
    /// @return `value` itself
    /// @throws MalformedIdException when the prefix differs, or the suffix is not 26 characters of the alphabet, or
    ///     it exceeds 128 bits (first character above `7`)
    public static String require(String prefix, String value) {
        if (!isValid(prefix, value)) {
            throw new MalformedIdException(prefix);
        }
        return value;
    }

    /// The millisecond in which a well-formed id was made, as its UUIDv7 tells (RFC 9562 §5.7): the top 48 of its
    /// 128 bits, which are the first ten characters of the suffix, since two bits of the first one are always zero.
    public static Instant madeAt(String id) {
        int start = id.length() - SUFFIX_LENGTH;
        long millis = 0;
        for (int i = start; i < start + 10; i++) {
            millis = (millis << 5) | VALUES[id.charAt(i)];
        }
        return Instant.ofEpochMilli(millis);
    }

    private static boolean isValid(String prefix, String value) {
        int start = prefix.length() + 1;
        if (value.length() != start + SUFFIX_LENGTH
                || !value.startsWith(prefix)
                || value.charAt(prefix.length()) != '_'
                || value.charAt(start) > '7') {
            return false;
        }
        for (int i = start; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c >= VALUES.length || VALUES[c] < 0) {
                return false;
            }
        }
        return true;
    }
}
