/// Where auth keeps what it knows: the only classes that know collections, keys and indexes. One for each noun.
@NullMarked
package dev.parley.auth.store;

import org.jspecify.annotations.NullMarked;
