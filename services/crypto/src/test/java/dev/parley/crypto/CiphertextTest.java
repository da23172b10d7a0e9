package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CiphertextTest {
    private final long seed = Long.getLong("seed", new Random().nextLong());

    @Test
    void readsWhatItWrites() {
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            byte[] sealed = new byte[1 + random.nextInt(100)];
            random.nextBytes(sealed);
            int version = 1 + random.nextInt(KeyVersions.MAX_VERSIONS);
            assertThat(Ciphertext.parse(Ciphertext.format(version, sealed)))
                    .as("seed %d", seed)
                    .hasValueSatisfying(parsed -> {
                        assertThat(parsed.version()).isEqualTo(version);
                        assertThat(parsed.sealed()).isEqualTo(sealed);
                    });
        }
    }

    /// Whatever parses is written again as the same text: no two texts mean the same.
    @Test
    void hasOneTextForEachMeaning() {
        Random random = new Random(seed);
        String alphabet = "parley:v0123456789ABZaz+/=- \n";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(Ciphertext.format(random.nextInt(1, 30), new byte[] {1, 2, 3, 4}));
            text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            var parsed = Ciphertext.parse(text.toString());
            parsed.ifPresent(ciphertext -> assertThat(Ciphertext.format(ciphertext.version(), ciphertext.sealed()))
                    .as("seed %d", seed)
                    .isEqualTo(text.toString()));
            read += parsed.isPresent() ? 1 : 0;
        }
        assertThat(read).isPositive();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "parley:v1:",
                "parley:v1",
                "parley:v:AAAA",
                "parley:v0:AAAA",
                "parley:v01:AAAA",
                "parley:v+1:AAAA",
                "parley:v-1:AAAA",
                "parley:v1234567890:AAAA",
                "parley:v١:AAAA",
                "Parley:v1:AAAA",
                "parley:v1:AAA",
                "parley:v1:AB==",
                "parley:v1:AA_-",
                "parley:v1:AAAA\n",
                " parley:v1:AAAA"
            })
    void refusesOtherTexts(String text) {
        assertThat(Ciphertext.parse(text)).isEmpty();
    }
}
