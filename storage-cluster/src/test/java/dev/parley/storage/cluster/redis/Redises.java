package dev.parley.storage.cluster.redis;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.core.secret.Secret;
import dev.parley.engines.Ports;
import dev.parley.engines.RedisCluster;
import dev.parley.engines.RedisSentinels;
import dev.parley.engines.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Real Redises: one of each topology serves all tests that do no harm to it.
final class Redises {
    static final String PASSWORD = "plainly-fake";

    private static final Shared<RedisServer> SERVER = new Shared<>(Redises::server);
    private static final Shared<RedisSentinels> SENTINELS = new Shared<>(Redises::sentinels);
    private static final Shared<RedisCluster> CLUSTER = new Shared<>(Redises::cluster);

    private Redises() {}

    static RedisServer sharedServer() {
        return SERVER.get();
    }

    static RedisSentinels sharedSentinels() {
        return SENTINELS.get();
    }

    static RedisCluster sharedCluster() {
        return CLUSTER.get();
    }

    static RedisServer server() {
        return RedisServer.start(folder(), Ports.free(1).getFirst());
    }

    static RedisSentinels sentinels() {
        return RedisSentinels.start(folder(), Ports.free(6), PASSWORD);
    }

    static RedisCluster cluster() {
        return RedisCluster.start(folder(), Ports.free(12), PASSWORD);
    }

    static RedisConfig config(RedisServer server) {
        return RedisConfig.of(new RedisConfig.Standalone(RedisConfig.Address.parse(server.address()), 0));
    }

    static RedisConfig config(RedisSentinels all) {
        return RedisConfig.of(new RedisConfig.Sentinels(
                        addresses(all.addresses()), RedisSentinels.MASTER_NAME, new RedisConfig.NoLogin(), 0))
                .withLogin(login());
    }

    static RedisConfig config(RedisCluster cluster) {
        return RedisConfig.of(new RedisConfig.Cluster(addresses(cluster.addresses())))
                .withLogin(login());
    }

    static RedisConfig.Login login() {
        return new RedisConfig.Password("default", Secret.of(PASSWORD));
    }

    static RedisSignals signals(RedisConnections connections) {
        return new RedisSignals(connections, new SecureRandom());
    }

    static RedisCaches caches(RedisConnections connections) {
        return new RedisCaches(connections, new SecureRandom(), Ticker.systemTicker());
    }

    private static List<RedisConfig.Address> addresses(List<String> texts) {
        return texts.stream().map(RedisConfig.Address::parse).toList();
    }

    static Path folder() {
        try {
            return Files.createTempDirectory("parley-redis-");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Started when first asked for; its processes end with this one.
    private static final class Shared<E> {
        private final Supplier<E> start;
        private Optional<E> running = Optional.empty();

        Shared(Supplier<E> start) {
            this.start = start;
        }

        synchronized E get() {
            if (running.isEmpty()) {
                running = Optional.of(start.get());
            }
            return running.get();
        }
    }
}
