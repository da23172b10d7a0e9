package dev.parley.storage.cluster.redis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Signals and caches as two processes have them, each with connections of its own, opened when first asked for.
final class TwoProcesses implements AutoCloseable {
    private final RedisConfig config;
    private final List<Runnable> closings = new ArrayList<>();
    private final Lazy<RedisConnections> here = new Lazy<>(this::connections);
    private final Lazy<RedisConnections> there = new Lazy<>(this::connections);
    private final Lazy<RedisSignals> signals = new Lazy<>(() -> signals(here));
    private final Lazy<RedisSignals> signalsElsewhere = new Lazy<>(() -> signals(there));
    private final Lazy<RedisCaches> caches = new Lazy<>(() -> caches(here));
    private final Lazy<RedisCaches> cachesElsewhere = new Lazy<>(() -> caches(there));

    TwoProcesses(RedisConfig config) {
        this.config = config;
    }

    RedisSignals signals() {
        return signals.get();
    }

    RedisSignals signalsElsewhere() {
        return signalsElsewhere.get();
    }

    RedisCaches caches() {
        return caches.get();
    }

    RedisCaches cachesElsewhere() {
        return cachesElsewhere.get();
    }

    private RedisConnections connections() {
        RedisConnections opened = new RedisConnections(config);
        closings.add(opened::close);
        return opened;
    }

    private RedisSignals signals(Lazy<RedisConnections> process) {
        RedisSignals opened = Redises.signals(process.get());
        closings.add(opened::close);
        return opened;
    }

    private RedisCaches caches(Lazy<RedisConnections> process) {
        RedisCaches opened = Redises.caches(process.get());
        closings.add(opened::close);
        return opened;
    }

    @Override
    public void close() {
        closings.reversed().forEach(Runnable::run);
    }

    private static final class Lazy<T> {
        private final Supplier<T> make;
        private Optional<T> made = Optional.empty();

        Lazy(Supplier<T> make) {
            this.make = make;
        }

        synchronized T get() {
            if (made.isEmpty()) {
                made = Optional.of(make.get());
            }
            return made.get();
        }
    }
}
