package dev.parley.core.config;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// An amount of bytes, written as `512B`, `64KiB`, `50MiB` or `2GiB`.
public record ByteSize(long bytes) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,15})(B|KiB|MiB|GiB)");

    /// @throws IllegalArgumentException when negative
    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is not negative: " + bytes);
        }
    }

    public static ByteSize ofKiB(long count) {
        return new ByteSize(count << 10);
    }

    public static ByteSize ofMiB(long count) {
        return new ByteSize(count << 20);
    }

    public static ByteSize ofGiB(long count) {
        return new ByteSize(count << 30);
    }

    /// @throws IllegalArgumentException when `text` has another form or exceeds a `long`
    public static ByteSize parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not a size like 64KiB or 50MiB");
        }
        long factor = switch (form.group(2)) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            case "GiB" -> 1L << 30;
            default -> 1;
        };
        try {
            return new ByteSize(Math.multiplyExact(Long.parseLong(form.group(1)), factor));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("too large a size", e);
        }
    }

    /// The size as an `int`, for buffers and lengths.
    ///
    /// @throws IllegalArgumentException above 2 GiB
    public int toIntBytes() {
        if (bytes > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("must be below 2GiB");
        }
        return (int) bytes;
    }

    /// The shortest form that [#parse] reads.
    @Override
    public String toString() {
        String[] units = {"B", "KiB", "MiB", "GiB"};
        long count = bytes;
        int unit = 0;
        while (unit < 3 && count != 0 && count % 1024 == 0) {
            count /= 1024;
            unit++;
        }
        return String.format(Locale.ROOT, "%d%s", count, units[unit]);
    }
}
