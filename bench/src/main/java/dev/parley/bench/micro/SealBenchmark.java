package dev.parley.bench.micro;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// Sealing and opening a message body of 600 bytes, and AES-GCM alone.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SealBenchmark {
    private static final byte[] ASSOCIATED = "cnv_01h455vb4pex5vsknk084sn02q".getBytes(StandardCharsets.US_ASCII);

    private final SecureRandom random = new SecureRandom();
    private final byte[] plaintext = new byte[600];
    private final byte[] key = new byte[32];
    private final Sealer sealer;
    private final byte[] sealed;

    /// One key for all.
    private static final class OneKey implements DataKeysApi {
        private final DataKey key;

        OneKey(DataKey key) {
            this.key = key;
        }

        @Override
        public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
            return key;
        }

        @Override
        public DataKey dataKey(TenantId tenant, KeyId id) {
            return key;
        }

        @Override
        public void destroy(TenantId tenant, KeyId id) {
            throw new IllegalStateException("no benchmark destroys keys");
        }
    }

    public SealBenchmark() {
        random.nextBytes(key);
        KeyId id = new IdSource(InstantSource.system(), random).keyId();
        DataKey dataKey = new DataKey(id, DataKeyPurpose.CONVERSATION, "cnv", Secret.of(key));
        sealer = new Sealer(new DataKeyRing(new OneKey(dataKey)), random);
        sealed = seal();
    }

    @Benchmark
    public final byte[] seal() {
        return sealer.seal(TenantId.DEFAULT, DataKeyPurpose.CONVERSATION, "cnv", plaintext, ASSOCIATED);
    }

    @Benchmark
    public byte[] open() {
        return sealer.open(TenantId.DEFAULT, sealed, ASSOCIATED);
    }

    @Benchmark
    public byte[] bareAesGcm() throws GeneralSecurityException {
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
        cipher.updateAAD(ASSOCIATED);
        return cipher.doFinal(plaintext);
    }
}
