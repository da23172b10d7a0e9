@NullMarked
package dev.parley.media.seal;

import org.jspecify.annotations.NullMarked;
