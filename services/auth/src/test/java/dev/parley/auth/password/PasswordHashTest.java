package dev.parley.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    private static final PasswordFunction ARGON2ID = new Argon2id();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// From `src/test.c` of the reference implementation, P-H-C/phc-winner-argon2, version 0x13.
    @ParameterizedTest
    @CsvSource({
        "password, 65536, 2, 1, 09316115d5cf24ed5a15a31a3ba326e5cf32edc24702987c02b6566f61913cf7",
        "password, 256, 2, 1, 9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe",
        "password, 256, 2, 2, 6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037",
        "differentpassword, 65536, 2, 1, 0b84d652cf6b0c4beaef0dfe278ba6a80df6696281d7e0d2891b817d8c458fde",
    })
    void agreesWithTheReferenceImplementation(String password, int kib, int passes, int lanes, String expected) {
        byte[] hash = ARGON2ID.hash(bytes(password), bytes("somesalt"), new Argon2Cost(kib, passes, lanes));

        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(expected);
    }

    @Test
    void readsThePhcTextOfTheReferenceImplementation() {
        String text = "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

        PasswordHash hash = PasswordHash.parse(text);

        assertThat(hash.matches(bytes("password"), ARGON2ID)).isTrue();
        assertThat(hash.matches(bytes("Password"), ARGON2ID)).isFalse();
        assertThat(hash.text()).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "$argon2i$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL",
                "$argon2id$v=16$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgL",
                "$argon2id$v=19$m=256,t=2$c29tZXNhbHQ$nf65EOgL",
                "$argon2id$v=19$m=99999999,t=2,p=1$c29tZXNhbHQ$nf65EOgL",
                "$argon2id$v=19$m=256,t=0,p=1$c29tZXNhbHQ$nf65EOgL",
            })
    void refusesADamagedText(String text) {
        assertThatThrownBy(() -> PasswordHash.parse(text))
                .isInstanceOfAny(IllegalStateException.class, IllegalArgumentException.class);
    }

    @Test
    void isWeakerOnlyWhenLessIsAskedOfAnAttacker() {
        PasswordHash hash = new PasswordHash(new Argon2Cost(1024, 2, 1), new byte[16], new byte[32]);

        assertThat(hash.weakerThan(new Argon2Cost(1024, 2, 1))).isFalse();
        assertThat(hash.weakerThan(new Argon2Cost(512, 2, 1))).isFalse();
        assertThat(hash.weakerThan(new Argon2Cost(2048, 2, 1))).isTrue();
        assertThat(hash.weakerThan(new Argon2Cost(1024, 3, 1))).isTrue();
    }

    @Test
    void showsNeitherSaltNorHash() {
        PasswordHash hash = new PasswordHash(Argon2Cost.OWASP, bytes("salt-salt-salt16"), bytes("hash"));

        assertThat(hash.toString()).doesNotContain("c2FsdC1", "aGFzaA");
    }
}
