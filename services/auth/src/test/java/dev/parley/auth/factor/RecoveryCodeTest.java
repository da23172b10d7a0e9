package dev.parley.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryCodeTest {
    private static final byte[] CANONICAL = "01ab0123456789abcdefghjk".getBytes(StandardCharsets.US_ASCII);

    @Test
    void tenDifferentCodesOf120Bits() {
        List<Secret> codes = RecoveryCode.newCodes(new SecureRandom());

        assertThat(codes).hasSize(10).allSatisfy(code -> {
            String text = new String(code.reveal(), StandardCharsets.US_ASCII);
            assertThat(text).matches("([0-9a-hjkmnp-tv-z]{4}-){5}[0-9a-hjkmnp-tv-z]{4}");
            assertThat(RecoveryCode.canonical(code))
                    .hasValue(text.replace("-", "").getBytes(StandardCharsets.US_ASCII));
        });
        assertThat(new HashSet<>(
                        codes.stream().map(Secret::reveal).map(String::new).toList()))
                .hasSize(10);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "01ab-0123-4567-89ab-cdef-ghjk",
                "01AB0123456789ABCDEFGHJK",
                "oiab 0l23 4567 89ab cdef ghjk",
                " 01ab-0123-4567-89ab-cdef-ghjk ",
            })
    void everyWayToTypeACodeIsTheSame(String typed) {
        assertThat(RecoveryCode.canonical(Secret.of(typed))).hasValue(CANONICAL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "01ab", "01ab-0123-4567-89ab-cdef-ghj", "01ab-0123-4567-89ab-cdef-ghju", "\u0000\u202Eä"})
    void whatWasNeverACodeIsNone(String typed) {
        assertThat(RecoveryCode.canonical(Secret.of(typed))).isEmpty();
        assertThat(RecoveryCode.canonical(Secret.of(typed.repeat(1000)))).isEmpty();
    }
}
