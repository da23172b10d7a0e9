package dev.parley.storage.cluster.redis;

import dev.parley.core.id.TenantId;

/// Where a value is in a cache.
record CacheKey(TenantId tenant, String key) {}
