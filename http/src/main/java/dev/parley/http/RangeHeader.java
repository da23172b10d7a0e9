package dev.parley.http;

import dev.parley.core.problem.ProblemType;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One byte range asked for by a `Range` header (RFC 9110 §14.1.2), resolved against the length of what is there.
///
/// @param first offset of the first byte
/// @param last offset of the last byte, inclusive
/// @param length of the whole representation, in bytes
public record RangeHeader(long first, long last, long length) {
    private static final Pattern SINGLE = Pattern.compile("bytes=([0-9]{0,18})-([0-9]{0,18})");

    /// Reads a header. What a server may ignore (another unit, several ranges, a syntax error) is ignored.
    ///
    /// @param length of the whole representation, in bytes
    /// @return empty when the whole is to be sent, with 200
    /// @throws dev.parley.core.problem.ProblemException of type `range-not-satisfiable` when the range lies
    ///     outside; its response should carry `Content-Range` as [#unsatisfied] gives it
    public static Optional<RangeHeader> parse(String header, long length) {
        Matcher matcher = SINGLE.matcher(header.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String from = matcher.group(1);
        String to = matcher.group(2);
        if (from.isEmpty() && to.isEmpty()) {
            return Optional.empty();
        }
        if (from.isEmpty()) {
            long suffix = Math.min(Long.parseLong(to), length);
            return Optional.of(satisfiable(length - suffix, length - 1, length));
        }
        long first = Long.parseLong(from);
        long last = to.isEmpty() ? length - 1 : Long.parseLong(to);
        if (!to.isEmpty() && last < first) {
            return Optional.empty();
        }
        return Optional.of(satisfiable(first, Math.min(last, length - 1), length));
    }

    private static RangeHeader satisfiable(long first, long last, long length) {
        if (first >= length || last < first) {
            throw ProblemType.RANGE_NOT_SATISFIABLE.because("there are " + length + " bytes");
        }
        return new RangeHeader(first, last, length);
    }

    /// How many bytes the range has.
    public long size() {
        return last - first + 1;
    }

    /// The `Content-Range` of the 206 answer.
    public String contentRange() {
        return "bytes " + first + "-" + last + "/" + length;
    }

    /// The `Content-Range` of the 416 answer (RFC 9110 §14.4).
    public static String unsatisfied(long length) {
        return "bytes */" + length;
    }
}
