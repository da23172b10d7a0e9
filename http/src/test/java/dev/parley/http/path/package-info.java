@NullMarked
package dev.parley.http.path;

import org.jspecify.annotations.NullMarked;
