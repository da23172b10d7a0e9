package dev.parley.http.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PercentCodingTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "%",
                "%1",
                "%zz",
                "%0g",
                "% 1",
                "%+1",
                "%\u0661\u0661",
                "%00",
                "%0a",
                "%7f",
                "%80",
                "%c0%80",
                "%c0%af",
                "%e0%80%af",
                "%ed%a0%80",
                "%f5%80%80%80",
                "a\u00e9%20",
                "a\nb"
            })
    void refusesWhatHasNoSafeReading(String raw) {
        assertThatThrownBy(() -> PercentCoding.decodeSegment(raw)).isInstanceOf(MalformedPathException.class);
    }

    @Test
    void decodesOnce() {
        assertThat(PercentCoding.decodeSegment("a%252fb")).isEqualTo("a%2fb");
        assertThat(PercentCoding.decodeSegment("caf%C3%A9+x")).isEqualTo("café+x");
        assertThat(PercentCoding.decodeQuery("caf%c3%a9+x%2B")).isEqualTo("café x+");
        assertThat(PercentCoding.decodeSegment("%F0%9F%93%A6")).isEqualTo("\uD83D\uDCE6");
    }

    /// Every text of printable characters comes back, however it was escaped.
    @Test
    void readsBackWhatWasEscaped() {
        Seed.forAll(5_000, random -> {
            String text = text(random);
            assertThat(PercentCoding.decodeSegment(escape(text, random))).isEqualTo(text);
            assertThat(PercentCoding.decodeQuery(escape(text, random))).isEqualTo(text);
        });
    }

    /// Whatever is sent is either refused or yields segments that hold nothing dangerous.
    @Test
    void neverYieldsADangerousSegment() {
        String alphabet = "%%%%2fF5cC.eE/01\\a?";
        Seed.forAll(50_000, random -> {
            StringBuilder raw = new StringBuilder("/");
            for (int i = random.nextInt(20); i > 0; i--) {
                raw.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> segments;
            try {
                segments = PathSegments.decode(raw.toString());
            } catch (MalformedPathException e) {
                return;
            }
            for (String segment : segments) {
                assertThat(segment).as(raw.toString()).doesNotContain("/", "\\").isNotIn(".", "..");
                assertThat(segment.chars()).allMatch(c -> c >= 0x20 && c != 0x7F);
            }
        });
    }

    private static String text(SplittableRandom random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            int point;
            do {
                point = random.nextInt(random.nextBoolean() ? 0x80 : 0x10FFFF);
            } while (point < 0x20 || point == 0x7F || (point >= 0xD800 && point <= 0xDFFF));
            text.appendCodePoint(point);
        }
        return text.toString();
    }

    private static String escape(String text, SplittableRandom random) {
        StringBuilder raw = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9');
            if (plain && random.nextBoolean()) {
                raw.append((char) b);
            } else {
                raw.append(String.format(random.nextBoolean() ? "%%%02x" : "%%%02X", b & 0xFF));
            }
        }
        return raw.toString();
    }
}
