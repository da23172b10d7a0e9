package dev.parley.client.seal;

import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;

/// Seals bytes so that nobody without the data key can read them, and so that they open only in the place they were
/// sealed for: a change of one bit, of the key id or of the associated data is [BrokenSealException].
///
/// Envelope, [#OVERHEAD_BYTES] longer than what it holds:
///
/// | bytes | content |
/// |---|---|
/// | 1 | version, 0x01 |
/// | 30 | key id in ASCII (`key_…`) |
/// | 12 | nonce, random |
/// | n | AES-256-GCM ciphertext |
/// | 16 | tag, over version, key id, associated data and ciphertext |
///
/// A random nonce is safe for 2³² values per key (NIST SP 800-38D §8.3): a conversation would need four thousand
/// million messages. Length is not hidden. Safe for concurrent use.
public final class Sealer {
    /// What sealing adds.
    public static final int OVERHEAD_BYTES = 1 + 30 + 12 + 16;

    private static final byte VERSION = 1;
    private static final int KEY_ID_LENGTH = 30;
    private static final int HEADER_LENGTH = 1 + KEY_ID_LENGTH;
    private static final int NONCE_LENGTH = 12;
    private static final int TAG_BITS = 128;

    private final DataKeyRing ring;
    private final SecureRandom random;

    public Sealer(DataKeyRing ring, SecureRandom random) {
        this.ring = ring;
        this.random = random;
    }

    /// @param subject whose key, as in [DataKeyPurpose]
    /// @param associatedData the ids of the place this is stored at; needed again to open
    /// @throws dev.parley.core.problem.ProblemException `key-destroyed` (410)
    public byte[] seal(
            TenantId tenant, DataKeyPurpose purpose, String subject, byte[] plaintext, byte[] associatedData) {
        SealingKey key = ring.current(tenant, purpose, subject);
        byte[] nonce = new byte[NONCE_LENGTH];
        random.nextBytes(nonce);
        ByteBuffer envelope = ByteBuffer.allocate(OVERHEAD_BYTES + plaintext.length)
                .put(VERSION)
                .put(key.id().value().getBytes(StandardCharsets.US_ASCII))
                .put(nonce);
        try {
            Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce);
            cipher.updateAAD(envelope.array(), 0, HEADER_LENGTH);
            cipher.updateAAD(associatedData);
            cipher.doFinal(ByteBuffer.wrap(plaintext), envelope);
            return envelope.array();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM seals every input of this size", e);
        }
    }

    /// @throws BrokenSealException when this is not what was sealed for this place
    /// @throws dev.parley.core.problem.ProblemException `not-found`, `key-destroyed` (410)
    public byte[] open(TenantId tenant, byte[] envelope, byte[] associatedData) {
        if (envelope.length < OVERHEAD_BYTES || envelope[0] != VERSION) {
            throw new BrokenSealException("this is not a sealed value of a version that is known here");
        }
        SealingKey key = ring.byId(tenant, keyId(envelope));
        byte[] nonce = java.util.Arrays.copyOfRange(envelope, HEADER_LENGTH, HEADER_LENGTH + NONCE_LENGTH);
        int start = HEADER_LENGTH + NONCE_LENGTH;
        try {
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, nonce);
            cipher.updateAAD(envelope, 0, HEADER_LENGTH);
            cipher.updateAAD(associatedData);
            return cipher.doFinal(envelope, start, envelope.length - start);
        } catch (AEADBadTagException e) {
            throw new BrokenSealException("a sealed value was changed or belongs to another place");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-GCM opens every input of this size or refuses its tag", e);
        }
    }

    private static KeyId keyId(byte[] envelope) {
        try {
            return new KeyId(new String(envelope, 1, KEY_ID_LENGTH, StandardCharsets.US_ASCII));
        } catch (MalformedIdException e) {
            throw new BrokenSealException("the key id of a sealed value is damaged");
        }
    }

    private static Cipher cipher(int mode, SealingKey key, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key.key(), new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }
}
