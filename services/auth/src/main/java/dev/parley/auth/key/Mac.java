package dev.parley.auth.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 (RFC 2104) under one key. Safe for concurrent use.
public final class Mac {
    /// Bytes of a code.
    public static final int BYTES = 32;

    private static final String ALGORITHM = "HmacSHA256";
    private static final int NAME_BYTES = 18;

    private final SecretKeySpec key;

    Mac(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    /// The code of the parts, each preceded by its length, so that no two lists of parts have the same.
    ///
    /// @param parts each shorter than 64 KiB
    public byte[] code(byte[]... parts) {
        try {
            javax.crypto.Mac mac = javax.crypto.Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (byte[] part : parts) {
                mac.update((byte) (part.length >>> 8));
                mac.update((byte) part.length);
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    /// A name for `value` that tells nothing about it without the key: 24 characters for use as an id.
    public String name(String kind, String value) {
        byte[] code = code(kind.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(code, NAME_BYTES));
    }
}
