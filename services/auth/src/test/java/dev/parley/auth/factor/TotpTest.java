package dev.parley.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {
    /// RFC 6238 appendix B and RFC 4226 appendix D.
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    private static final Instant NOW = Instant.parse("2026-01-31T09:30:10Z");

    /// RFC 6238 appendix B, SHA-1. It has eight digits; six are its last six.
    @ParameterizedTest
    @CsvSource({
        "59, 94287082",
        "1111111109, 07081804",
        "1111111111, 14050471",
        "1234567890, 89005924",
        "2000000000, 69279037",
        "20000000000, 65353130"
    })
    void makesTheCodesOfRfc6238(long seconds, String eightDigits) {
        long step = Totp.step(Instant.ofEpochSecond(seconds));

        assertThat(Totp.code(SECRET, step)).isEqualTo(eightDigits.substring(2));
    }

    /// RFC 4226 appendix D.
    @Test
    void makesTheCodesOfRfc4226() {
        List<String> codes = List.of(
                "755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489");
        for (int count = 0; count < codes.size(); count++) {
            assertThat(Totp.code(SECRET, count)).isEqualTo(codes.get(count));
        }
    }

    @Test
    void acceptsOneStepEitherWayAndNoMore() {
        long present = Totp.step(NOW);
        for (long step = present - 3; step <= present + 3; step++) {
            Secret code = Secret.of(Totp.code(SECRET, step));
            boolean near = Math.abs(step - present) <= 1;

            assertThat(Totp.acceptedStep(SECRET, code, NOW, -1).isPresent())
                    .as("step %+d", step - present)
                    .isEqualTo(near);
        }
    }

    @Test
    void acceptsNoStepAgainAndNoneBeforeIt() {
        long present = Totp.step(NOW);
        Secret code = Secret.of(Totp.code(SECRET, present));
        Secret before = Secret.of(Totp.code(SECRET, present - 1));
        Secret next = Secret.of(Totp.code(SECRET, present + 1));

        assertThat(Totp.acceptedStep(SECRET, code, NOW, present - 1)).hasValue(present);
        assertThat(Totp.acceptedStep(SECRET, code, NOW, present)).isEmpty();
        assertThat(Totp.acceptedStep(SECRET, before, NOW, present)).isEmpty();
        assertThat(Totp.acceptedStep(SECRET, next, NOW, present)).hasValue(present + 1);
    }

    @Test
    void acceptsNothingThatOnlyLooksLikeACode() {
        String code = Totp.code(SECRET, Totp.step(NOW));
        for (String other : List.of("", " " + code, code + "0", code.substring(1), "٠٠٠٠٠٠", "-" + code.substring(1))) {
            assertThat(Totp.acceptedStep(SECRET, Secret.of(other), NOW, -1))
                    .as(other)
                    .isEmpty();
        }
    }

    @Test
    void aSecretHas160BitsAndIsNeverTheSame() {
        byte[] one = Totp.newSecret(new SecureRandom());

        assertThat(one).hasSize(20);
        assertThat(Totp.newSecret(new SecureRandom())).isNotEqualTo(one);
    }

    /// RFC 4648 §10.
    @ParameterizedTest
    @CsvSource({"66, MY", "666f, MZXQ", "666f6f, MZXW6", "666f6f62, MZXW6YQ", "666f6f6261, MZXW6YTB"})
    void writesBase32(String hex, String text) {
        assertThat(OtpAuthUri.base32(HexFormat.of().parseHex(hex))).isEqualTo(text);
    }

    @Test
    void theUriTellsAppsEverything() {
        assertThat(OtpAuthUri.of("Our Parley", "ada.l", "MZXW6"))
                .isEqualTo("otpauth://totp/Our%20Parley:ada.l?secret=MZXW6&issuer=Our%20Parley"
                        + "&algorithm=SHA1&digits=6&period=30");
    }
}
