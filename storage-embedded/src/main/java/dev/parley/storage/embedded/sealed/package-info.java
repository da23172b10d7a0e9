/// Lucene files that nobody reads without the key. Read [SealedDirectory] first, then [PageFormat], how a file lies
/// on disk.
@NullMarked
package dev.parley.storage.embedded.sealed;

import org.jspecify.annotations.NullMarked;
