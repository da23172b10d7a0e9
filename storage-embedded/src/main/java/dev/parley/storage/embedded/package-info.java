/// The six storage ports on one data folder, without any server: SQLite, the event log beside it, signals in
/// process, Caffeine, files and Lucene. Read [EmbeddedStorage] first.
@NullMarked
package dev.parley.storage.embedded;

import org.jspecify.annotations.NullMarked;
