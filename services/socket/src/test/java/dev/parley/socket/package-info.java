@NullMarked
package dev.parley.socket;

import org.jspecify.annotations.NullMarked;
