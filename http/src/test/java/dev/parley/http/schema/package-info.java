@NullMarked
package dev.parley.http.schema;

import org.jspecify.annotations.NullMarked;
