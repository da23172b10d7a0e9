/// A durable log of what happened, read by consumer groups. Read [EventLog] first.
@NullMarked
package dev.parley.storage.event;

import org.jspecify.annotations.NullMarked;
