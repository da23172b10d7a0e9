package dev.parley.media.seal;

import com.google.crypto.tink.subtle.AesGcmHkdfStreaming;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.SeekableByteChannel;
import java.security.GeneralSecurityException;
import java.util.Arrays;

/// Seals files with one key, in segments of 64 KiB that are each authentic by themselves, in their place, of their
/// file, and as the last one or not (Tink's AesGcmHkdfStreaming; the construction is STREAM of Hoang, Reyhanitabar,
/// Rogaway and Vizár, "Online Authenticated-Encryption and its Nonce-Reuse Misuse-Resistance", CRYPTO 2015).
///
/// Each file gets a key of its own, derived from this one with a random salt and the associated data, so that the
/// key of a conversation may also seal its messages.
public final class FileSeal {
    private static final int SEGMENT_BYTES = 64 << 10;
    private static final int KEY_BYTES = 32;

    private final AesGcmHkdfStreaming scheme;

    private FileSeal(AesGcmHkdfStreaming scheme) {
        this.scheme = scheme;
    }

    /// @param key 32 bytes
    public static FileSeal with(Secret key) {
        byte[] material = key.reveal();
        try {
            return new FileSeal(new AesGcmHkdfStreaming(material, "HmacSha256", KEY_BYTES, SEGMENT_BYTES, 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a data key has 32 bytes, not " + key.lengthBytes(), e);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    /// Length of a sealed file. Grows strictly with that of the plaintext.
    public long sealedBytes(long plaintextBytes) {
        return scheme.expectedCiphertextSize(plaintextBytes);
    }

    /// `plaintext` sealed, as it is read. Closing the result does not close `plaintext`.
    ///
    /// @param associatedData what the file is; must be the same to open it
    public InputStream seal(InputStream plaintext, byte[] associatedData) {
        try {
            return new SealingStream(scheme, plaintext, associatedData);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("the platform offers AES-GCM and HMAC-SHA-256", e);
        }
    }

    /// The plaintext of `sealed`, readable from any position. Reads of what is not authentic throw an
    /// `IOException`.
    ///
    /// @throws IOException when not even the length can be that of a sealed file
    public SeekableByteChannel open(SeekableByteChannel sealed, byte[] associatedData) throws IOException {
        try {
            return scheme.newSeekableDecryptingChannel(sealed, associatedData);
        } catch (GeneralSecurityException e) {
            throw new IOException("not a sealed file", e);
        }
    }
}
