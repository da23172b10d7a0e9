package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    private static final int MAX = 80;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ada Lovelace",
                "Zoë Łęcka-O'Neil, Ph.D.",
                "Ада",
                "אדה לבלייס",
                "آدا لاولیس",
                "علی‌رضا",
                "श्री अदा",
                "愛田 ラブレス",
                "👩‍👩‍👧 family",
                "🏳️‍🌈",
                "Nguyễn Thị Ánh",
                "<b>not markup here</b>",
            })
    void welcomesEveryScript(String typed) {
        assertThat(VisibleText.of(typed, MAX)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"'  Ada   Lovelace ', Ada Lovelace", "Ada\u00A0\u2003Lovelace, Ada Lovelace", "Zoe\u0308, Zo\u00EB"})
    void writesItInOneForm(String typed, String form) {
        assertThat(VisibleText.of(typed, MAX)).contains(form);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "\u3000",
                "Ada\u0000",
                "Ada\tLovelace",
                "Ada\nadmin: yes",
                "Ada\r",
                "Ada\u0085",
                "Ada\u2028Lovelace",
                "Ada\u2029",
                "\u202Eecalevol",
                "Ada\u202C",
                "\u2066Ada\u2069",
                "Ada\u200E",
                "Ada\u200F",
                "Ada\u061C",
                "A\u200Bda",
                "\uFEFFAda",
                "A\u00ADda",
                "A\u2060da",
                "\u200D",
                "Ada\u200D",
                "\u200CAda",
                "A\u200D\u200Dda",
                "A\u200D da",
                "\u3164",
                "Ada\u115F",
                "\u2800\u2800",
                "A\u034Fda",
                "\u0301",
                "\uFE0F",
                "Z\u0335\u0336\u0337\u0338\u0321algo",
                "Ada\uE000",
                "Ada\uD83D",
                "\uDE00Ada",
                "Ada\u0378",
                "Ada\uDB40\uDC41",
                "Ada\u001B[31m",
            })
    void refusesWhatIsNotSeenOrDeceives(String typed) {
        assertThat(VisibleText.of(typed, MAX)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {81, 320, 321, 1_000_000})
    void refusesWhatIsTooLong(int length) {
        assertThat(VisibleText.of("a".repeat(length), MAX)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "🦜"})
    void countsCharactersAndNotSurrogates(String one) {
        assertThat(VisibleText.of(one.repeat(MAX), MAX)).isPresent();
    }
}
