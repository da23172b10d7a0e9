@NullMarked
package dev.parley.storage.cluster.schemaregistry;

import org.jspecify.annotations.NullMarked;
