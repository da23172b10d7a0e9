/// Signals: order, bounds, never waiting.
@NullMarked
package dev.parley.storage.contract.signal;

import org.jspecify.annotations.NullMarked;
