package dev.parley.api.crypto;

import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import java.nio.charset.StandardCharsets;

/// The signals with which crypto hastens what a time to live would bring about. Published on channels of the
/// default tenant, whose payloads name the tenant that is meant: ASCII, the parts separated by a space.
public final class CryptoSignals {
    /// A data key was destroyed ([DestroyedKey]): who holds it forgets it.
    public static final String DATA_KEY_DESTROYED = "crypto.data-key-destroyed";

    /// A named key has a new version ([RotatedKey]).
    public static final String KEY_ROTATED = "crypto.key-rotated";

    private CryptoSignals() {}

    public record DestroyedKey(TenantId tenant, KeyId id) {
        public byte[] encode() {
            return CryptoSignals.encode(tenant, id.value());
        }

        public static DestroyedKey decode(byte[] payload) {
            String[] parts = parts(payload);
            return new DestroyedKey(new TenantId(parts[0]), new KeyId(parts[1]));
        }
    }

    public record RotatedKey(TenantId tenant, String name) {
        public byte[] encode() {
            return CryptoSignals.encode(tenant, name);
        }

        public static RotatedKey decode(byte[] payload) {
            String[] parts = parts(payload);
            return new RotatedKey(new TenantId(parts[0]), parts[1]);
        }
    }

    private static byte[] encode(TenantId tenant, String what) {
        return (tenant + " " + what).getBytes(StandardCharsets.US_ASCII);
    }

    private static String[] parts(byte[] payload) {
        return new String(payload, StandardCharsets.US_ASCII).split(" ", 2);
    }
}
