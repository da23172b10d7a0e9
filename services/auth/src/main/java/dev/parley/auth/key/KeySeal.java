package dev.parley.auth.key;

import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Seals keys of one kind for the store: AES-256-GCM with a random nonce, bound to the id of the key, so that one
/// sealed key cannot be put in the place of another. Base64 of a version byte, 12 bytes of nonce, ciphertext and
/// tag.
public final class KeySeal {
    private static final byte VERSION = 1;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final String CIPHER = "AES/GCM/NoPadding";

    private final String kind;
    private final SecretKeySpec key;
    private final SecureRandom random;

    /// @param kind what it seals, in ASCII
    /// @param key 32 bytes
    public KeySeal(String kind, Secret key, SecureRandom random) {
        this.kind = kind;
        byte[] bytes = key.reveal();
        this.key = new SecretKeySpec(bytes, "AES");
        Arrays.fill(bytes, (byte) 0);
        this.random = random;
    }

    public String seal(String id, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, id, nonce).doFinal(plain);
            byte[] envelope = new byte[1 + NONCE_BYTES + sealed.length];
            envelope[0] = VERSION;
            System.arraycopy(nonce, 0, envelope, 1, NONCE_BYTES);
            System.arraycopy(sealed, 0, envelope, 1 + NONCE_BYTES, sealed.length);
            return Base64.getEncoder().encodeToString(envelope);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    /// @throws IllegalStateException when it was sealed with another key or for another id, or is damaged
    public byte[] open(String id, String text) {
        byte[] envelope = Base64.getDecoder().decode(text);
        if (envelope.length < 1 + NONCE_BYTES || envelope[0] != VERSION) {
            throw new IllegalStateException(kind + " " + id + " is not sealed in a form known here");
        }
        byte[] nonce = Arrays.copyOfRange(envelope, 1, 1 + NONCE_BYTES);
        try {
            return cipher(Cipher.DECRYPT_MODE, id, nonce)
                    .doFinal(envelope, 1 + NONCE_BYTES, envelope.length - 1 - NONCE_BYTES);
        } catch (AEADBadTagException e) {
            throw new IllegalStateException(
                    kind + " " + id + " cannot be opened: the secret of auth is not the one it was sealed with", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + CIPHER, e);
        }
    }

    private Cipher cipher(int mode, String id, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(("parley auth " + kind + " " + id).getBytes(StandardCharsets.US_ASCII));
        return cipher;
    }
}
