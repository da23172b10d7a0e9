/// Values that must not be seen. See [Secret].
@NullMarked
package dev.parley.core.secret;

import org.jspecify.annotations.NullMarked;
