package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ContentDigestTest {
    // RFC 9530, appendix B.1
    private static final byte[] BODY = "{\"hello\": \"world\"}\n".getBytes(StandardCharsets.UTF_8);
    private static final String DIGEST = "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:";

    @Test
    void isTheDigestOfTheRfc() {
        assertThat(ContentDigest.of(BODY)).isEqualTo(DIGEST);
    }

    @Test
    void contradictsOnlyWhatIsAnotherDigestOfThisAlgorithm() {
        assertThat(ContentDigest.contradicts(DIGEST, BODY)).isFalse();
        assertThat(ContentDigest.contradicts("sha-512=:AAAA:, " + DIGEST, BODY)).isFalse();
        assertThat(ContentDigest.contradicts("md5=:AAAA:", BODY)).isFalse();
        assertThat(ContentDigest.contradicts("", BODY)).isFalse();
        assertThat(ContentDigest.contradicts(DIGEST, new byte[] {1})).isTrue();
        assertThat(ContentDigest.contradicts("sha-256=:AAAA:", BODY)).isTrue();
        assertThat(ContentDigest.contradicts("sha-256=", BODY)).isTrue();
    }
}
