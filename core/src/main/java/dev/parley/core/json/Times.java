package dev.parley.core.json;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/// Instants as RFC 3339 UTC with milliseconds: `2026-01-31T09:30:00.000Z`.
///
/// Every document and frame holds some, and the JDK's formatter takes several times as long for one as Jackson for
/// the member around it. So the form that we write is written and read here; whatever else is allowed is left to
/// the JDK.
final class Times {
    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /// Zeros where digits go.
    private static final String FORM = "0000-00-00T00:00:00.000Z";

    private static final int MAX_YEAR = 9999;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Times() {}

    static String text(Instant instant) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(instant.getEpochSecond(), instant.getNano(), ZoneOffset.UTC);
        if (time.getYear() < 0 || time.getYear() > MAX_YEAR) {
            return RFC_3339.format(instant);
        }
        byte[] text = FORM.getBytes(StandardCharsets.ISO_8859_1);
        digits(text, 0, 4, time.getYear());
        digits(text, 5, 2, time.getMonthValue());
        digits(text, 8, 2, time.getDayOfMonth());
        digits(text, 11, 2, time.getHour());
        digits(text, 14, 2, time.getMinute());
        digits(text, 17, 2, time.getSecond());
        digits(text, 20, 3, time.getNano() / NANOS_PER_MILLI);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static void digits(byte[] text, int from, int count, int value) {
        int rest = value;
        for (int i = from + count - 1; i >= from; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /// @throws DateTimeParseException when the text is no RFC 3339 UTC time
    static Instant parse(String text) {
        if (!isOurForm(text)) {
            return Instant.parse(text);
        }
        try {
            return LocalDateTime.of(
                            number(text, 0, 4),
                            number(text, 5, 7),
                            number(text, 8, 10),
                            number(text, 11, 13),
                            number(text, 14, 16),
                            number(text, 17, 19),
                            number(text, 20, 23) * NANOS_PER_MILLI)
                    .toInstant(ZoneOffset.UTC);
        } catch (java.time.DateTimeException e) {
            // The JDK knows more, the leap second for one, and says best what is wrong.
            return Instant.parse(text);
        }
    }

    private static boolean isOurForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            char given = text.charAt(i);
            if (form == '0' ? given < '0' || given > '9' : given != form) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }
}
