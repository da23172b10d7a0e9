package dev.parley.auth;

import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.auth.factor.Totp;
import dev.parley.core.secret.Secret;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// What a person has on their phone: it knows what the enrolment told it, and the time.
final class AuthenticatorApp {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final long STEP_SECONDS = 30;

    private final byte[] secret;
    private final TestClock clock;

    AuthenticatorApp(TotpEnrolment enrolment, TestClock clock) {
        this.secret = decoded(new String(enrolment.secret().reveal(), StandardCharsets.US_ASCII));
        this.clock = clock;
    }

    /// The code that it shows.
    Secret code() {
        return code(0);
    }

    /// The code of so many steps later.
    Secret code(int stepsLater) {
        return Secret.of(Totp.code(secret, clock.instant().getEpochSecond() / STEP_SECONDS + stepsLater));
    }

    /// The next code, after waiting for it.
    Secret nextCode() {
        clock.advance(Duration.ofSeconds(STEP_SECONDS));
        return code();
    }

    private static byte[] decoded(String base32) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int held = 0;
        for (char c : base32.toCharArray()) {
            bits = (bits << 5) | ALPHABET.indexOf(c);
            held += 5;
            if (held >= 8) {
                held -= 8;
                bytes.write(bits >>> held);
            }
        }
        return bytes.toByteArray();
    }
}
