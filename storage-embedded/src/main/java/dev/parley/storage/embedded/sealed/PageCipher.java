package dev.parley.storage.embedded.sealed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.apache.lucene.index.CorruptIndexException;

/// The cipher of one file. Safe for concurrent use.
final class PageCipher {
    private static final byte[] INFO = "parley/index-file/v1".getBytes(StandardCharsets.UTF_8);
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;

    private final SecretKey fileKey;

    private PageCipher(SecretKey fileKey) {
        this.fileKey = fileKey;
    }

    static PageCipher of(SecretKey indexKey, byte[] salt) {
        try {
            byte[] derived = KDF.getInstance("HKDF-SHA256")
                    .deriveData(HKDFParameterSpec.ofExtract()
                            .addIKM(indexKey)
                            .addSalt(salt)
                            .thenExpand(INFO, KEY_BYTES));
            return new PageCipher(new SecretKeySpec(derived, "AES"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 25 on has HKDF-SHA256", e);
        }
    }

    /// Which page of the file.
    record Place(long page, boolean last) {
        private GCMParameterSpec nonce() {
            byte[] nonce = ByteBuffer.allocate(NONCE_BYTES)
                    .position(NONCE_BYTES - Integer.BYTES - 1)
                    .putInt(Math.toIntExact(page))
                    .put((byte) (last ? 1 : 0))
                    .array();
            return new GCMParameterSpec(PageFormat.TAG_BYTES * Byte.SIZE, nonce);
        }
    }

    /// @return the bytes of the sealed page in `sealed`
    int seal(Place place, byte[] content, int length, byte[] sealed) {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, fileKey, place.nonce());
            return cipher.doFinal(content, 0, length, sealed);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM seals every page", e);
        }
    }

    /// @param name of the file, for the message
    /// @throws CorruptIndexException when it is not what was sealed there
    byte[] open(Place place, byte[] sealed, String name) throws CorruptIndexException {
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, fileKey, place.nonce());
            return cipher.doFinal(sealed);
        } catch (AEADBadTagException e) {
            throw new CorruptIndexException("page " + place.page() + " is not what was written", name, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM opens every page or refuses its tag", e);
        }
    }
}
