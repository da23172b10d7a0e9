/// Fast notices to whoever listens now. Read [Signals] first.
@NullMarked
package dev.parley.storage.signal;

import org.jspecify.annotations.NullMarked;
