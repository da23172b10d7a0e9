@NullMarked
package dev.parley.storage.embedded;

import org.jspecify.annotations.NullMarked;
