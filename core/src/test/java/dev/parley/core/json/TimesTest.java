package dev.parley.core.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {
    private static final DateTimeFormatter JDK =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Test
    void writesAndReadsAsTheJdkDoes() {
        Random random = new Random(42);
        long first = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
        long last = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
        for (int i = 0; i < 100_000; i++) {
            Instant instant = Instant.ofEpochSecond(random.nextLong(first, last + 1), random.nextInt(1_000_000_000));
            String text = Times.text(instant);
            assertThat(text).isEqualTo(JDK.format(instant));
            assertThat(Times.parse(text)).isEqualTo(instant.truncatedTo(ChronoUnit.MILLIS));
        }
    }

    @Test
    void writesTheEdges() {
        assertThat(Times.text(Instant.EPOCH)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(Times.text(Instant.EPOCH.minusNanos(1))).isEqualTo("1969-12-31T23:59:59.999Z");
        assertThat(Times.text(Instant.parse("+10000-01-01T00:00:00Z"))).isEqualTo("+10000-01-01T00:00:00.000Z");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-01-31T09:30:00Z",
                "2026-01-31T09:30:00.5Z",
                "2026-01-31T09:30:00.123456789Z",
                "2024-02-29T24:00:00.000Z",
                "2026-01-31T10:30:00.000+01:00"
            })
    void readsWhateverElseTheJdkReads(String text) {
        assertThat(Times.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2026-02-30T09:30:00.000Z",
                "2026-13-01T09:30:00.000Z",
                "2026-01-31T25:30:00.000Z",
                "2026-01-31T09:61:00.000Z",
                "2026-01-31 09:30:00.000Z",
                "2026-01-31T09:30:00.000z ",
                "2026-01-31T09:30:00.000",
                "２026-01-31T09:30:00.000Z",
                "-026-01-31T09:30:00.000Z"
            })
    void refusesWhatIsNoTime(String text) {
        assertThatThrownBy(() -> Times.parse(text)).isInstanceOf(DateTimeParseException.class);
    }
}
