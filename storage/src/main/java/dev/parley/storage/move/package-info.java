/// Brings everything that one set of stores keeps into another, and proves that it is there. Read [StorageMove]
/// first.
@NullMarked
package dev.parley.storage.move;

import org.jspecify.annotations.NullMarked;
