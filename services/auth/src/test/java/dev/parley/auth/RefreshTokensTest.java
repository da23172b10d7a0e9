package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.auth.key.ServiceKeys;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefreshTokensTest {
    private static final SessionId SESSION = new SessionId("ses_01h455vb4pex5vsknk084sn02q");
    private static final RefreshTokens TOKENS = tokens((byte) 1);

    private static RefreshTokens tokens(byte secret) {
        byte[] bytes = new byte[32];
        java.util.Arrays.fill(bytes, secret);
        ServiceKeys keys = new ServiceKeys(Secret.of(bytes));
        return new RefreshTokens(keys.refreshTokens(), keys.refreshSuccessors(), new SecureRandom());
    }

    private static String text(RefreshToken token) {
        return new String(token.text().reveal(), StandardCharsets.US_ASCII);
    }

    @Test
    void readsWhatItGaveOut() {
        RefreshToken token = TOKENS.first(TenantId.DEFAULT, SESSION);

        assertThat(text(token)).hasSize(RefreshTokens.LENGTH).startsWith("prt_");
        assertThat(TOKENS.read(token.text())).contains(token);
    }

    @Test
    void givesTheSameSuccessorForTheSameTokenAndSaltOnly() {
        RefreshToken first = TOKENS.first(TenantId.DEFAULT, SESSION);
        RefreshToken other = TOKENS.first(TenantId.DEFAULT, SESSION);
        String salt = TOKENS.salt();

        assertThat(TOKENS.successor(first, salt)).isEqualTo(TOKENS.successor(first, salt));
        assertThat(TOKENS.successor(first, salt)).isNotEqualTo(TOKENS.successor(other, salt));
        assertThat(TOKENS.successor(first, salt)).isNotEqualTo(TOKENS.successor(first, TOKENS.salt()));
        assertThat(tokens((byte) 2).successor(first, salt).key())
                .isNotEqualTo(TOKENS.successor(first, salt).key());
    }

    @Test
    void refusesEveryChangeOfOneCharacter() {
        String good = text(TOKENS.first(TenantId.DEFAULT, SESSION));
        for (int i = 0; i < good.length(); i++) {
            for (char c : new char[] {'0', '1', 'A', 'Q', 'z', '-', '_', '=', ' ', '\u00e9', '\0'}) {
                if (good.charAt(i) != c) {
                    String changed = good.substring(0, i) + c + good.substring(i + 1);
                    assertThat(TOKENS.read(Secret.of(changed)))
                            .as("%d %s", i, c)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void refusesTokensOfAnotherInstallation() {
        RefreshToken foreign = tokens((byte) 2).first(TenantId.DEFAULT, SESSION);

        assertThat(TOKENS.read(foreign.text())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "prt_", "x", "eyJhbGciOiJub25lIn0.e30."})
    void refusesWhatIsNoToken(String text) {
        assertThat(TOKENS.read(Secret.of(text))).isEmpty();
        assertThat(TOKENS.read(Secret.of((text + "=".repeat(RefreshTokens.LENGTH)).substring(0, RefreshTokens.LENGTH))))
                .isEmpty();
    }

    @Test
    void neverShowsTheToken() {
        RefreshToken token = TOKENS.first(TenantId.DEFAULT, SESSION);

        assertThat(token.toString()).doesNotContain(text(token).substring(60));
    }

    @Test
    void neverGivesTheSameTokenTwice() {
        Set<String> hashes = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            hashes.add(RefreshTokens.hash(TOKENS.first(TenantId.DEFAULT, SESSION)));
        }

        assertThat(hashes).hasSize(1000);
    }
}
