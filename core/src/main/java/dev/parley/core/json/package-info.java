/// JSON as Parley writes and reads it. See [Json].
@NullMarked
package dev.parley.core.json;

import org.jspecify.annotations.NullMarked;
