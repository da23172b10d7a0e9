@NullMarked
package dev.parley.storage.embedded.lucene;

import org.jspecify.annotations.NullMarked;
