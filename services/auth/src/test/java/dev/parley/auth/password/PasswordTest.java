package dev.parley.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.auth.password.Password.Fault;
import dev.parley.core.secret.Secret;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordTest {
    private static final PasswordPolicy COMMON = PasswordPolicy.of(CommonPasswords.bundled());

    private static Optional<Fault> fault(String text) {
        return Password.of(Secret.of(text)).fault("ada.lovelace", COMMON);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "seven green parrots 42",
                "mUrky-teapot-0rbit",
                "twelve chars",
                "пароль для проверки",
                "合言葉は山と川とそして谷です",
                "🦜🫖🪐🧵🎲🧦🪁🥨🦔🧊🪵🛟",
            })
    void acceptsWhatFewPeopleUse(String text) {
        assertThat(fault(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "elevenchars",
                "aaaaaaaaaaaa",
                "abababababab",
                "password1234",
                "PASSWORD1234",
                "P@ssw0rd2024!",
                "passwordpassword",
                "Password Password",
                "qwertyuiop123",
                "123456789012",
                "iloveyou2024!!",
                "correct horse battery staple",
                "ｐａｓｓｗｏｒｄ１２３４",
                "letmein letmein letmein",
                "Ada.Lovelace1815",
                "1234567ada.lovelace",
            })
    void refusesWhatIsTriedFirst(String text) {
        assertThat(fault(text)).get().isInstanceOf(Fault.Weak.class);
    }

    @Test
    void refusesWhatIsOutsideTheContract() {
        assertThat(fault("murky teapot\u0000 orbit")).get().isInstanceOf(Fault.Malformed.class);
        assertThat(fault("murky teapot orbit\n")).get().isInstanceOf(Fault.Malformed.class);
        assertThat(fault("xyz0".repeat(64))).get().isInstanceOf(Fault.Weak.class);
        assertThat(fault("murky teapot orbits".repeat(14))).get().isInstanceOf(Fault.Malformed.class);
    }

    @Test
    void countsCharactersAndNotBytesOrSurrogates() {
        assertThat(fault("🦜🫖🪐🧵🎲🧦🪁🥨🦔🧊🪵")).get().isInstanceOf(Fault.Weak.class);
    }

    @Test
    void isTheSameFromEveryKeyboard() {
        Password composed = Password.of(Secret.of("caf\u00E9 au lait noir"));
        Password decomposed = Password.of(Secret.of("cafe\u0301\u00A0au\u2003lait noir"));

        assertThat(decomposed.bytes()).isEqualTo(composed.bytes());
    }

    @Test
    void keepsCaseAndWidth() {
        assertThat(Password.of(Secret.of("Murky Teapot")).bytes())
                .isNotEqualTo(Password.of(Secret.of("murky teapot")).bytes());
        assertThat(Password.of(Secret.of("ｍurky teapot")).bytes())
                .isNotEqualTo(Password.of(Secret.of("murky teapot")).bytes());
    }

    @Test
    void neverShowsItself() {
        Password password = Password.of(Secret.of("murky teapot orbit"));

        assertThat(password.toString()).doesNotContain("teapot");
        assertThat(password.fault("teapot", COMMON).toString()).doesNotContain("murky");
    }

    @Test
    void bringsMoreThanAHundredThousandCommonOnes() {
        assertThat(COMMON.common().size()).isGreaterThan(100_000);
    }
}
