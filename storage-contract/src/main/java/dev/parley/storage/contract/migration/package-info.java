/// What migrations promise on every document store. Read [MigrationContract] first.
@NullMarked
package dev.parley.storage.contract.migration;

import org.jspecify.annotations.NullMarked;
