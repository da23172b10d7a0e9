@NullMarked
package dev.parley.client.audit;

import org.jspecify.annotations.NullMarked;
