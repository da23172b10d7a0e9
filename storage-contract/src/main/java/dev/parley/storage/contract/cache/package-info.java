/// Caches: one load at a time, invalidation, bounds.
@NullMarked
package dev.parley.storage.contract.cache;

import org.jspecify.annotations.NullMarked;
