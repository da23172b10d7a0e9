@NullMarked
package dev.parley.client.token;

import org.jspecify.annotations.NullMarked;
