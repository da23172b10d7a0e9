@NullMarked
package dev.parley.storage.embedded.sealed;

import org.jspecify.annotations.NullMarked;
