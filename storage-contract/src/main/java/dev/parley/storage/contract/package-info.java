/// The promises of the storage ports as tests: one interface with default tests per promise, a package per
/// port. An adapter's test implements all of them and says only how the adapter is opened, and opened again on
/// the same data.
///
/// Every test has a tenant, topics, channels and keys of its own, so engines need not be emptied in between.
@NullMarked
package dev.parley.storage.contract;

import org.jspecify.annotations.NullMarked;
