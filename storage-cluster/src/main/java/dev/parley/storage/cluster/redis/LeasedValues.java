package dev.parley.storage.cluster.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.json.Json;
import dev.parley.storage.cache.CacheSpec;
import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The values of one cache in Redis, under leases (Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013,
/// 3.2.1).
///
/// In a place there is either a lease, `L<token><name>`, or a value of that lease, `V<token><name><JSON>`. Who
/// finds nothing makes a lease; who finds a lease shares it. A value is stored only when the place still has the
/// lease's token, and an invalidation deletes the place. So a token stands for "since the last invalidation", and a
/// load that began before one cannot store. A value that we cannot read counts as the lease that it belongs to.
///
/// The name is the SHA-256 of tenant and key, because keys may be long and may name people. A cache has as many
/// places as it may have entries, `<prefix>c:<cache>:<number>`, and the name says which one: as in a direct-mapped
/// cache of a processor, who needs a place that another name has takes it. That bounds the cache in Redis, in a
/// cluster too, without a list of what is in it.
final class LeasedValues<V> {
    private static final Logger LOG = LoggerFactory.getLogger(LeasedValues.class);
    private static final Script LOOK_UP = Script.of("""
            local found = redis.call('GET', KEYS[1])
            if not found or string.sub(found, 18, 60) ~= ARGV[3] then
              found = 'L' .. ARGV[1] .. ARGV[3]
              redis.call('SET', KEYS[1], found, 'PX', ARGV[2])
            elseif string.byte(found) == 76 then
              redis.call('PEXPIRE', KEYS[1], ARGV[2])
            end
            return {found, redis.call('PTTL', KEYS[1])}
            """);
    private static final Script STORE = Script.of("""
            local found = redis.call('GET', KEYS[1])
            if not found or string.sub(found, 2, 17) ~= ARGV[1] then
              return 0
            end
            redis.call('SET', KEYS[1], 'V' .. string.sub(found, 2, 60) .. ARGV[2], 'PX', ARGV[3])
            return 1
            """);
    private static final int TOKEN_END = 17;
    private static final int NAME_END = 60;
    private static final int MAX_JSON_BYTES = 256 << 10;
    /// A load that takes longer is not kept.
    private static final Duration LEASE_TIME_TO_LIVE = Duration.ofSeconds(30);

    private final CacheSpec<V> spec;
    private final CacheWire wire;
    private final Ticker ticker;
    private final OwedDeletes owed;

    LeasedValues(CacheSpec<V> spec, CacheWire wire, Ticker ticker) {
        this.spec = spec;
        this.wire = wire;
        this.ticker = ticker;
        this.owed = new OwedDeletes(spec.timeToLive(), ticker);
    }

    /// The value, or the right to store one.
    Answer<V> lookUp(CacheKey place) {
        long epoch = wire.link().epoch();
        if (wire.link().commands().isEmpty() || !owed.isPaid(place, epoch)) {
            return new Away<>();
        }
        byte[] name = name(place);
        byte[] lease = millis(LEASE_TIME_TO_LIVE);
        Optional<List<Object>> answer = Waits.result(
                wire.link()
                        .send(commands -> commands.<List<Object>>run(
                                LOOK_UP, ScriptOutputType.MULTI, key(name), wire.newToken(), lease, text(name))),
                wire.patience());
        if (answer.isEmpty()) {
            wire.link().suspect();
            return new Away<>();
        }
        return read((byte[]) answer.get().get(0), (Long) answer.get().get(1));
    }

    private Answer<V> read(byte[] stored, long timeToLiveMillis) {
        byte[] token = Arrays.copyOfRange(stored, 1, TOKEN_END);
        if (stored[0] == 'V') {
            try {
                V value = Json.mapper().readValue(stored, NAME_END, stored.length - NAME_END, spec.type());
                if (value != null) {
                    return new Found<>(value, Duration.ofMillis(timeToLiveMillis));
                }
            } catch (IOException e) {
                LOG.debug("a value of another version of its type; ours replaces it", e);
            }
        }
        return new Leased<>(token);
    }

    /// Stores a loaded value if its lease still stands.
    ///
    /// @param beganNanos when its load began, from where on it lives
    /// @return false when the lease does not stand, and when that cannot be known
    boolean store(CacheKey place, Leased<V> lease, V value, long beganNanos) {
        byte[] json = Json.bytes(value);
        Duration left = spec.timeToLive().minusNanos(ticker.read() - beganNanos);
        if (json.length > MAX_JSON_BYTES || left.toMillis() < 1) {
            return false;
        }
        Optional<Long> stored = Waits.result(
                wire.link()
                        .send(commands -> commands.<Long>run(
                                STORE, ScriptOutputType.INTEGER, key(name(place)), lease.token(), json, millis(left))),
                wire.patience());
        if (stored.isEmpty()) {
            wire.link().suspect();
        }
        return stored.isPresent() && stored.get() == 1;
    }

    /// From now on this process does not read the value in Redis, until it is deleted.
    OwedDeletes.Owed owe(CacheKey place) {
        return owed.owe(place);
    }

    /// Deletes the value and its lease and tells the other processes; what fails is repeated later.
    void delete(CacheKey place, OwedDeletes.Owed debt) {
        if (wire.link().commands().isPresent() && !pay(place, debt)) {
            wire.link().suspect();
        }
    }

    void repeatDeletes() {
        if (wire.link().commands().isPresent()) {
            owed.payAll(wire.link().epoch(), this::payment, wire.patience());
        }
    }

    private boolean pay(CacheKey place, OwedDeletes.Owed debt) {
        return Waits.succeeds(payment(place, debt), wire.patience());
    }

    private CompletionStage<?> payment(CacheKey place, OwedDeletes.Owed debt) {
        long epoch = wire.link().epoch();
        return wire.invalidate(spec.name(), place, key(name(place))).thenRun(() -> debt.paid(epoch));
    }

    private static byte[] name(CacheKey place) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest((place.tenant() + ":" + place.key()).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] text(byte[] name) {
        return Base64.getUrlEncoder().withoutPadding().encode(name);
    }

    private String key(byte[] name) {
        return wire.keyPrefix(spec.name())
                + Long.remainderUnsigned(ByteBuffer.wrap(name).getLong(), spec.maxEntries());
    }

    private static byte[] millis(Duration duration) {
        return Long.toString(duration.toMillis()).getBytes(StandardCharsets.US_ASCII);
    }

    /// What Redis has under a key.
    sealed interface Answer<V> {}

    /// @param timeToLive what is left of it
    record Found<V>(V value, Duration timeToLive) implements Answer<V> {}

    /// Nothing, and who loads may store under this token.
    record Leased<V>(byte[] token) implements Answer<V> {}

    /// Redis cannot be asked, or must not be for this key.
    record Away<V>() implements Answer<V> {}
}
