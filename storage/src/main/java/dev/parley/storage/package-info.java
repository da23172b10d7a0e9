/// The six storage ports and their value types: [documents][dev.parley.storage.document],
/// [events][dev.parley.storage.event], [signals][dev.parley.storage.signal], [caches][dev.parley.storage.cache],
/// [objects][dev.parley.storage.object], [search][dev.parley.storage.search].
///
/// Beside them what is done to an installation on any stores: [migrations][dev.parley.storage.migration] and
/// [moves][dev.parley.storage.move].
///
/// Every call names its tenant. Every method that reaches an engine throws
/// [dev.parley.core.problem.StoreUnavailableException] when the engine cannot answer; what was asked did then not
/// happen. The promises written here are tests in `storage-contract`, which every adapter passes whole.
@NullMarked
package dev.parley.storage;

import org.jspecify.annotations.NullMarked;
