package dev.parley.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AesGcmTest {
    private static final HexFormat HEX = HexFormat.of();

    private final AesGcm gcm = new AesGcm(new SecureRandom());

    /// McGrew and Viega, "The Galois/Counter Mode of Operation (GCM)", submission to NIST, appendix B: the test
    /// cases with 256-bit keys and 96-bit nonces, 13 to 16. Columns: key, nonce, plaintext, associated data,
    /// ciphertext, tag.
    @ParameterizedTest
    @CsvSource(nullValues = "none", textBlock = """
            0000000000000000000000000000000000000000000000000000000000000000, 000000000000000000000000, '', '', '', 530f8afbc74536b9a963b4f1c4cb738b
            0000000000000000000000000000000000000000000000000000000000000000, 000000000000000000000000, 00000000000000000000000000000000, '', cea7403d4d606b6e074ec5d3baf39d18, d0d1c8a799996bf0265b98b5d48ab919
            feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888, d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b391aafd255, '', 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662898015ad, b094dac5d93471bdec1a502270e3cc6c
            feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888, d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39, feedfacedeadbeeffeedfacedeadbeefabaddad2, 522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662, 76fc6ece0f4e1768cddf8853bb2d551b
            """)
    void agreesWithPublishedVectors(
            String key, String nonce, String plaintext, String associatedData, String ciphertext, String tag) {
        byte[] sealed = gcm.sealWithNonce(
                key(HEX.parseHex(key)), HEX.parseHex(nonce), HEX.parseHex(plaintext), HEX.parseHex(associatedData));
        assertThat(HEX.formatHex(sealed)).isEqualTo(nonce + ciphertext + tag);
        assertThat(gcm.open(key(HEX.parseHex(key)), sealed, HEX.parseHex(associatedData)))
                .contains(HEX.parseHex(plaintext));
    }

    @Test
    void opensNothingThatWasChangedInOneBit() {
        SecretKey key = key(new byte[32]);
        byte[] associatedData = {1, 2, 3};
        byte[] sealed = gcm.seal(key, new byte[40], associatedData);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(gcm.open(key, changed, associatedData)).as("bit %d", bit).isEmpty();
        }
        for (int bit = 0; bit < 24; bit++) {
            byte[] changed = associatedData.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(gcm.open(key, sealed, changed))
                    .as("associated bit %d", bit)
                    .isEmpty();
        }
    }

    @Test
    void opensNothingThatWasCutOrExtended() {
        SecretKey key = key(new byte[32]);
        byte[] sealed = gcm.seal(key, new byte[40], new byte[0]);
        for (int length = 0; length < sealed.length; length++) {
            assertThat(gcm.open(key, java.util.Arrays.copyOf(sealed, length), new byte[0]))
                    .isEmpty();
        }
        assertThat(gcm.open(key, java.util.Arrays.copyOf(sealed, sealed.length + 1), new byte[0]))
                .isEmpty();
    }

    /// Ciphers are handed from one use to the next, also after one that failed.
    @Test
    void keepsConcurrentUsesApart() throws Exception {
        Callable<Boolean> use = () -> {
            Random random = new Random();
            byte[] plaintext = new byte[random.nextInt(2000)];
            random.nextBytes(plaintext);
            byte[] material = new byte[32];
            random.nextBytes(material);
            SecretKey key = key(material);
            byte[] sealed = gcm.seal(key, plaintext, material);
            boolean refused = gcm.open(key, sealed, new byte[0]).isEmpty();
            return refused
                    && java.util.Arrays.equals(gcm.open(key, sealed, material).orElseThrow(), plaintext);
        };
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> result : threads.invokeAll(
                    IntStream.range(0, 2000).mapToObj(i -> use).toList())) {
                assertThat(result.get()).isTrue();
            }
        }
    }

    private static SecretKey key(byte[] bytes) {
        return new SecretKeySpec(bytes, "AES");
    }
}
