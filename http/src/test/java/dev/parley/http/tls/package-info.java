@NullMarked
package dev.parley.http.tls;

import org.jspecify.annotations.NullMarked;
