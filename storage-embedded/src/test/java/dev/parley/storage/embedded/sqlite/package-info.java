/// Tests of what cannot be seen from outside.
@NullMarked
package dev.parley.storage.embedded.sqlite;

import org.jspecify.annotations.NullMarked;
