/// The promises of the storage ports as tests: one interface with default tests per promise. An adapter's test
/// implements them all and says only how the adapter is opened, and opened again on the same data.
@NullMarked
package dev.parley.storage.contract;

import org.jspecify.annotations.NullMarked;
