package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserNameTest {
    @ParameterizedTest
    @CsvSource({
        "ada, ada, ada",
        "Ada.Lovelace, Ada.Lovelace, ada.lovelace",
        "0_o-, 0_o-, 0_o-",
        "ａｌｉｃｅ, alice, alice",
        "Ｂｏｂ１２, Bob12, bob12",
        "ﬁona, fiona, fiona",
        "\u212Aelvin, Kelvin, kelvin",
        "Ⅷ-henry, VIII-henry, viii-henry",
    })
    void replacesCompatibilityFormsAndFoldsCase(String typed, String shown, String key) {
        assertThat(UserName.parse(typed)).contains(new UserName(shown, key));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ab",
                "a23456789012345678901234567890123",
                ".ada",
                "-ada",
                "_ada",
                "a da",
                " ada",
                "ada ",
                "ada\n",
                "ada\u0000",
                "аda",
                "αlice",
                "ada\u202Enimda",
                "ad\u200Ba",
                "ad\u00ADa",
                "\uFEFFada",
                "a\u0301da",
                "é-ada",
                "ada\u2066",
                "ada/..",
                "../etc",
                "ada@example",
                "<script>",
                "ada'--",
                "ada%00",
                "ada\uD800",
                "ΑDΑ",
                "𝒶𝒹𝒶!",
            })
    void refusesWhatCouldDeceive(String typed) {
        assertThat(UserName.parse(typed)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 100_000})
    void doesNotLookAtWhatIsFarTooLong(int length) {
        assertThat(UserName.parse("\uFDFA".repeat(length))).isEmpty();
    }
}
