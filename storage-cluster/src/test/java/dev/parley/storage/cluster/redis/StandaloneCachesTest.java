package dev.parley.storage.cluster.redis;

import dev.parley.storage.cache.Caches;
import dev.parley.storage.contract.cache.CachesContract;
import org.junit.jupiter.api.AfterEach;

class StandaloneCachesTest implements CachesContract {
    private final TwoProcesses processes = new TwoProcesses(Redises.config(Redises.sharedServer()));

    @AfterEach
    void close() {
        processes.close();
    }

    @Override
    public Caches caches() {
        return processes.caches();
    }

    @Override
    public Caches cachesElsewhere() {
        return processes.cachesElsewhere();
    }
}
