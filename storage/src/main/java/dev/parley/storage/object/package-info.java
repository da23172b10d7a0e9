/// Large byte streams. Read [ObjectStore] first.
@NullMarked
package dev.parley.storage.object;

import org.jspecify.annotations.NullMarked;
