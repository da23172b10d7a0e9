/// The only code that knows messaging's collections, keys and indexes.
@NullMarked
package dev.parley.messaging.store;

import org.jspecify.annotations.NullMarked;
