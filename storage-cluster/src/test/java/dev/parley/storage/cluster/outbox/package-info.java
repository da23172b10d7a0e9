/// Outboxes for tests.
@NullMarked
package dev.parley.storage.cluster.outbox;

import org.jspecify.annotations.NullMarked;
