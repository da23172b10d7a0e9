/// The search port on Lucene, each index in files of its own, sealed. Read [LuceneSearchIndex] first.
@NullMarked
package dev.parley.storage.embedded.lucene;

import org.jspecify.annotations.NullMarked;
