/// Events: order, groups, delivery at least once, commit with documents. [EventLogContract] is what an
/// adapter's test implements for all of them.
@NullMarked
package dev.parley.storage.contract.event;

import org.jspecify.annotations.NullMarked;
