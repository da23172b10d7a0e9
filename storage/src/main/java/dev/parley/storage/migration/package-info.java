/// How what is stored follows the program: numbered steps, forward and back. Read [Migration] first, then
/// [MigrationRun]. A [SchemaStep] is about the tables of one adapter; a [Migration] is about documents and the same
/// for all.
@NullMarked
package dev.parley.storage.migration;

import org.jspecify.annotations.NullMarked;
