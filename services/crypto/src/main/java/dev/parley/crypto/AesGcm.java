package dev.parley.crypto;

import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;

/// AES-256-GCM (NIST SP 800-38D) with 96-bit nonces from a cryptographic generator and 128-bit tags. What it makes
/// is `nonce ‖ ciphertext ‖ tag`.
///
/// Whoever can read and change the output learns the length of the plaintext and nothing else, and cannot make
/// another output that opens, as long as one key seals at most 2^32 times (SP 800-38D §8.3: the bound for random
/// nonces); [EncryptionBudget] and the callers keep that bound. Safe for concurrent use.
///
/// `Cipher.getInstance` costs more than sealing 1 KiB, and a thread-local cipher would pile up with virtual
/// threads, so a few ciphers are kept in slots that are taken and given back without a lock. A cipher that rests
/// there still holds the key it was last used with, so the number of slots also bounds how many keys outlive their
/// use.
final class AesGcm {
    static final int KEY_BYTES = 32;
    static final int NONCE_BYTES = 12;
    static final int TAG_BYTES = 16;

    /// By how much the output is longer than the plaintext.
    static final int OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

    private static final int SLOTS = 16;

    private final SecureRandom random;
    private final AtomicReferenceArray<Cipher> idle = new AtomicReferenceArray<>(SLOTS);

    AesGcm(SecureRandom random) {
        this.random = random;
    }

    /// @param associatedData authenticated with the plaintext, not part of the output; may be empty
    byte[] seal(SecretKey key, byte[] plaintext, byte[] associatedData) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return sealWithNonce(key, nonce, plaintext, associatedData);
    }

    /// For published vectors only: a nonce that is used twice with one key breaks both messages.
    byte[] sealWithNonce(SecretKey key, byte[] nonce, byte[] plaintext, byte[] associatedData) {
        byte[] out = new byte[plaintext.length + OVERHEAD_BYTES];
        System.arraycopy(nonce, 0, out, 0, NONCE_BYTES);
        Cipher cipher = take();
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, nonce));
            cipher.updateAAD(associatedData);
            cipher.doFinal(plaintext, 0, plaintext.length, out, NONCE_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a 256-bit key and a fresh 96-bit nonce always seal", e);
        }
        giveBack(cipher);
        return out;
    }

    /// @return the plaintext, or nothing when it was not sealed with this key and these associated data
    Optional<byte[]> open(SecretKey key, byte[] sealed, byte[] associatedData) {
        if (sealed.length < OVERHEAD_BYTES) {
            return Optional.empty();
        }
        Cipher cipher = take();
        try {
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BYTES * 8, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(associatedData);
            return Optional.of(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a 256-bit key and a 96-bit nonce always open or fail by the tag", e);
        } finally {
            giveBack(cipher);
        }
    }

    private Cipher take() {
        for (int slot = 0; slot < SLOTS; slot++) {
            Cipher cipher = idle.getPlain(slot) == null ? null : idle.getAndSet(slot, null);
            if (cipher != null) {
                return cipher;
            }
        }
        try {
            return Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES/GCM/NoPadding", e);
        }
    }

    private void giveBack(Cipher cipher) {
        for (int slot = 0; slot < SLOTS; slot++) {
            if (idle.getPlain(slot) == null && idle.compareAndSet(slot, null, cipher)) {
                return;
            }
        }
    }
}
