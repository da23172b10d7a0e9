package dev.parley.client.seal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.crypto.DataKey;
import dev.parley.api.crypto.DataKeyPurpose;
import dev.parley.api.crypto.DataKeysApi;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SealerTest {
    private static final TenantId TENANT = TenantId.DEFAULT;
    private static final String SUBJECT = "cnv_01h455vb4pex5vsknk084sn02q";
    private static final byte[] TEXT = "Grüße an alle".getBytes(UTF_8);
    private static final byte[] PLACE = "cnv_1|msg_1".getBytes(UTF_8);

    private final Keys keys = new Keys();
    private final DataKeyRing ring = new DataKeyRing(keys);
    private final Sealer sealer = new Sealer(ring, new SecureRandom());

    @Test
    void opensWhatItSealed() {
        assertThat(sealer.open(TENANT, seal(TEXT), PLACE)).isEqualTo(TEXT);
        assertThat(sealer.open(TENANT, seal(new byte[0]), PLACE)).isEmpty();
    }

    @Test
    void sealsTheSameTwiceInDifferentBytes() {
        assertThat(seal(TEXT)).isNotEqualTo(seal(TEXT)).hasSize(TEXT.length + Sealer.OVERHEAD_BYTES);
    }

    @Test
    void opensNothingOfWhichOneBitWasChanged() {
        byte[] sealed = seal(TEXT);
        for (int bit = 0; bit < sealed.length * 8; bit++) {
            byte[] changed = sealed.clone();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThatThrownBy(() -> sealer.open(TENANT, changed, PLACE))
                    .isInstanceOfAny(BrokenSealException.class, ProblemException.class);
        }
    }

    @Test
    void opensNothingThatWasCut() {
        byte[] sealed = seal(TEXT);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> sealer.open(TENANT, cut, PLACE)).isInstanceOf(BrokenSealException.class);
        }
    }

    @Test
    void opensOnlyInItsPlace() {
        byte[] sealed = seal(TEXT);

        assertThatThrownBy(() -> sealer.open(TENANT, sealed, "cnv_1|msg_2".getBytes(UTF_8)))
                .isInstanceOf(BrokenSealException.class);
    }

    @Test
    void asksForAKeyOnceForManyCallers() throws Exception {
        keys.held = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var sealed = IntStream.range(0, 50)
                    .mapToObj(i -> callers.submit(() -> seal(TEXT)))
                    .toList();
            keys.held.countDown();
            for (Future<byte[]> one : sealed) {
                assertThat(sealer.open(TENANT, one.get(), PLACE)).isEqualTo(TEXT);
            }
        }

        assertThat(keys.obtained).hasValue(1);
        assertThat(keys.read).hasValue(0);
    }

    @Test
    void keepsNoFailure() {
        keys.away = true;
        assertThatThrownBy(() -> seal(TEXT)).isInstanceOf(StoreUnavailableException.class);
        keys.away = false;

        assertThat(sealer.open(TENANT, seal(TEXT), PLACE)).isEqualTo(TEXT);
    }

    @Test
    void opensNothingMoreOnceTheKeyIsDestroyedAndForgotten() {
        byte[] sealed = seal(TEXT);
        KeyId id = keys.obtain(TENANT, DataKeyPurpose.CONVERSATION, SUBJECT).id();
        keys.destroy(TENANT, id);
        ring.forget(TENANT, id);

        assertThatThrownBy(() -> sealer.open(TENANT, sealed, PLACE)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> seal(TEXT)).isInstanceOf(ProblemException.class);
    }

    private byte[] seal(byte[] plaintext) {
        return sealer.seal(TENANT, DataKeyPurpose.CONVERSATION, SUBJECT, plaintext, PLACE);
    }

    /// Crypto's data keys without a store.
    private static final class Keys implements DataKeysApi {
        private static final ProblemType DESTROYED = new ProblemType("key-destroyed", 410, "The key was destroyed");

        private final IdSource ids = new IdSource(InstantSource.system(), new SecureRandom());
        private final Map<String, DataKey> bySubject = new ConcurrentHashMap<>();
        private final Map<KeyId, DataKey> byId = new ConcurrentHashMap<>();
        private final AtomicInteger obtained = new AtomicInteger();
        private final AtomicInteger read = new AtomicInteger();
        private volatile CountDownLatch held = new CountDownLatch(0);
        private volatile boolean away;

        @Override
        public DataKey obtain(TenantId tenant, DataKeyPurpose purpose, String subject) {
            if (away) {
                throw new StoreUnavailableException("crypto is away");
            }
            try {
                held.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            obtained.incrementAndGet();
            DataKey key = bySubject.computeIfAbsent(subject, s -> newKey(purpose, s));
            return living(key.id());
        }

        @Override
        public DataKey dataKey(TenantId tenant, KeyId id) {
            read.incrementAndGet();
            return living(id);
        }

        @Override
        public void destroy(TenantId tenant, KeyId id) {
            byId.remove(id);
        }

        private DataKey living(KeyId id) {
            DataKey key = byId.get(id);
            if (key == null) {
                throw DESTROYED.because("destroyed");
            }
            return key;
        }

        private DataKey newKey(DataKeyPurpose purpose, String subject) {
            byte[] material = new byte[32];
            new SecureRandom().nextBytes(material);
            DataKey key = new DataKey(ids.keyId(), purpose, subject, Secret.of(material));
            byId.put(key.id(), key);
            return key;
        }
    }
}
