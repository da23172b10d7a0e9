package dev.parley.storage.embedded;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.parley.storage.cache.Caches;
import dev.parley.storage.contract.cache.CachesContract;

class CaffeineCachesTest implements CachesContract {
    private final CaffeineCaches caches = new CaffeineCaches(Ticker.systemTicker());

    @Override
    public Caches caches() {
        return caches;
    }
}
