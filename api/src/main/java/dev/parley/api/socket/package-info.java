/// Frames of the live connection (ports 3002 and 3003). Read [ServerFrame] and [ClientFrame].
@NullMarked
package dev.parley.api.socket;

import org.jspecify.annotations.NullMarked;
