@NullMarked
package dev.parley.storage.cluster.redis;

import org.jspecify.annotations.NullMarked;
