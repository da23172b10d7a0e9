package dev.parley.client.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.io.ByteArrayOutputStream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class DerivedKeyTest {
    private static final byte[] MATERIAL = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
    private static final KeyId ID = new KeyId("key_01h455vb4pex5vsknk084sn02q");

    private final DataKeyRing ring = new DataKeyRing(new OneKey());

    @Test
    void isWhatRfc5869Says() throws Exception {
        ByteArrayOutputStream infoAndCounter = new ByteArrayOutputStream();
        infoAndCounter.writeBytes("parley/x/v1".getBytes(UTF_8));
        infoAndCounter.write(1);
        byte[] extracted = hmac(new byte[32], MATERIAL);

        Secret derived = ring.derive(TenantId.DEFAULT, ID, "parley/x/v1");

        assertThat(derived).isEqualTo(Secret.of(hmac(extracted, infoAndCounter.toByteArray())));
    }

    @Test
    void isAnotherOneForAnotherUse() {
        Secret derived = ring.derive(TenantId.DEFAULT, ID, "parley/x/v1");

        assertThat(derived)
                .isEqualTo(ring.derive(TenantId.DEFAULT, ID, "parley/x/v1"))
                .isNotEqualTo(ring.derive(TenantId.DEFAULT, ID, "parley/x/v2"))
                .isNotEqualTo(Secret.of(MATERIAL));
    }

    @Test
    void belongsToTheKeyOfItsSubject() {
        assertThat(ring.currentId(TenantId.DEFAULT, DataKeyPurpose.SEARCH, "tnt_x"))
                .isEqualTo(ID);
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    private static final class OneKey implements DataKeysApi {
        @Override
        public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
            return new DataKey(ID, purpose, subject, Secret.of(MATERIAL));
        }

        @Override
        public DataKey dataKey(TenantId tenant, KeyId id) {
            return new DataKey(id, DataKeyPurpose.SEARCH, "tnt_x", Secret.of(MATERIAL));
        }

        @Override
        public void destroy(TenantId tenant, KeyId id) {
            throw new UnsupportedOperationException("not asked for here");
        }
    }
}
