package dev.parley.storage.cluster.redis;

import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;

/// What the caches of a process say to Redis and to the caches of the other processes.
///
/// An invalidation goes through the channel `<prefix>i:<cache>`: eight bytes of the number of the process that says
/// it and does not listen to its own echo, then `<tenant>:<key>` in UTF-8.
final class CacheWire implements AutoCloseable, PubSub.Ear {
    private final RedisConnections connections;
    private final RandomGenerator random;
    private final long self;
    private final CommandLink link;
    private final PubSub pubSub;
    private final Map<String, Hearer> hearers = new ConcurrentHashMap<>();

    /// @param afterBeat runs after each heartbeat
    CacheWire(RedisConnections connections, RandomGenerator random, Runnable afterBeat) {
        this.connections = connections;
        this.random = random;
        this.self = random.nextLong();
        this.link = new CommandLink(connections, "caches", afterBeat);
        this.pubSub = new PubSub(connections, "caches", this);
    }

    void start() {
        link.start();
        pubSub.start();
    }

    CommandLink link() {
        return link;
    }

    /// How long a caller waits for Redis.
    Duration patience() {
        return connections.config().timeouts().command();
    }

    /// A token that no other lease has.
    byte[] newToken() {
        return HexFormat.of().toHexDigits(random.nextLong()).getBytes(StandardCharsets.US_ASCII);
    }

    /// Before the key of every value of a cache.
    String keyPrefix(String cache) {
        return connections.config().prefix() + "c:" + cache + ":";
    }

    /// Tells `hearer` what other processes invalidate in a cache. Returns when it hears, or after a while.
    void listen(String cache, Hearer hearer) {
        String channel = channel(cache);
        hearers.put(channel, hearer);
        Waits.succeeds(pubSub.want(channel), connections.config().timeouts().connect());
    }

    /// Deletes a value in Redis and then tells the other processes: who hears of it finds the value gone.
    CompletionStage<Long> invalidate(String cache, CacheKey place, String key) {
        byte[] text = (place.tenant() + ":" + place.key()).getBytes(StandardCharsets.UTF_8);
        byte[] message = ByteBuffer.allocate(Long.BYTES + text.length)
                .putLong(self)
                .put(text)
                .array();
        return link.send(
                commands -> commands.delete(key).thenCompose(deleted -> commands.publish(channel(cache), message)));
    }

    private String channel(String cache) {
        return connections.config().prefix() + "i:" + cache;
    }

    @Override
    public boolean heard(String channel, byte[] message) {
        Hearer hearer = hearers.get(channel);
        if (hearer == null || message.length < Long.BYTES) {
            return hearer != null;
        }
        ByteBuffer read = ByteBuffer.wrap(message);
        if (read.getLong() != self) {
            String text = StandardCharsets.UTF_8.decode(read).toString();
            int colon = text.indexOf(':');
            try {
                hearer.invalidated(
                        new CacheKey(new TenantId(text.substring(0, Math.max(colon, 0))), text.substring(colon + 1)));
            } catch (MalformedIdException e) {
                // Somebody else speaks on our channel. What is unknown may mean anything.
                hearer.hearing();
            }
        }
        return true;
    }

    @Override
    public void hearing(String channel) {
        Hearer hearer = hearers.get(channel);
        if (hearer != null) {
            hearer.hearing();
        }
    }

    @Override
    public void deaf(String channel) {
        Hearer hearer = hearers.get(channel);
        if (hearer != null) {
            hearer.deaf();
        }
    }

    void check() {
        link.check();
        pubSub.check();
    }

    @Override
    public void close() {
        link.close();
        pubSub.close();
    }

    /// A cache that hears of the other processes' invalidations.
    interface Hearer {
        void invalidated(CacheKey place);

        /// Invalidations are heard from now on; earlier ones may have been missed.
        void hearing();

        /// Invalidations are missed from some moment before on.
        void deaf();
    }
}
