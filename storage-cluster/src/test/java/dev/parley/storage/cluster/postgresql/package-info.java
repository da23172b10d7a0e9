@NullMarked
package dev.parley.storage.cluster.postgresql;

import org.jspecify.annotations.NullMarked;
