@NullMarked
package dev.parley.client.seal;

import org.jspecify.annotations.NullMarked;
