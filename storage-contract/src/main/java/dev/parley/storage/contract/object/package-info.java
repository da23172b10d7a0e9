/// Objects: whole or not at all, ranges, listing, keys.
@NullMarked
package dev.parley.storage.contract.object;

import org.jspecify.annotations.NullMarked;
