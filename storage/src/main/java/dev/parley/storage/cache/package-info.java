/// Bounded copies of what is expensive to load. Read [Caches] first.
@NullMarked
package dev.parley.storage.cache;

import org.jspecify.annotations.NullMarked;
