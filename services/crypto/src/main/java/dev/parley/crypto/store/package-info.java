/// The crypto service's collections: wrapped keys only. Nothing in here can open them.
@NullMarked
package dev.parley.crypto.store;

import org.jspecify.annotations.NullMarked;
