/// Documents and events in one SQLite file.
///
/// All writes go through one thread ([SqliteWriter]) that runs many callers' transactions inside one SQLite
/// transaction and makes them durable with one fsync. Reads run on the caller's thread, each on a snapshot of
/// the write-ahead log. Read [SqliteDatabase] first, then [SqliteWriter] and [SqliteTransaction].
///
/// Invariant: the writer's connection is touched by the writer thread alone, so nothing in this package takes a
/// lock while it holds the database. What the writer remembers between transactions ([Numbering], [EventTable]) is
/// dropped on every rollback and read again.
@NullMarked
package dev.parley.storage.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
