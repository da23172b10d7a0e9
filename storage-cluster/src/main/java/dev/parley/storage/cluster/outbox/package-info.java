/// Events that were committed with documents and wait for their way to the log. Read [Outbox] first.
@NullMarked
package dev.parley.storage.cluster.outbox;

import org.jspecify.annotations.NullMarked;
