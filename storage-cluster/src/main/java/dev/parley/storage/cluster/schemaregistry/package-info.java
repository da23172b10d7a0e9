/// The registry in which other programs that read the events find their schemas.
@NullMarked
package dev.parley.storage.cluster.schemaregistry;

import org.jspecify.annotations.NullMarked;
