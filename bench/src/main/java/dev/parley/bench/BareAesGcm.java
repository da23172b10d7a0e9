package dev.parley.bench;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM of the JDK on one thread, with a fresh random nonce each time.
final class BareAesGcm {
    private BareAesGcm() {}

    static double kibibytesPerSecond(Duration duration) throws GeneralSecurityException {
        SecureRandom random = new SecureRandom();
        byte[] key = new byte[32];
        random.nextBytes(key);
        SecretKeySpec spec = new SecretKeySpec(key, "AES");
        byte[] plaintext = new byte[1024];
        byte[] nonce = new byte[12];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        long count = 0;
        long sum = 0;
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        while (System.nanoTime() < end) {
            random.nextBytes(nonce);
            cipher.init(Cipher.ENCRYPT_MODE, spec, new GCMParameterSpec(128, nonce));
            sum += cipher.doFinal(plaintext).length;
            count++;
        }
        if (sum != count * 1040) {
            throw new AssertionError("AES-GCM adds a tag of 16 bytes");
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }
}
