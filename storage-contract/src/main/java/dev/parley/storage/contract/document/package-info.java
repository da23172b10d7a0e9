/// Documents: versions, indexes, transactions, expiry, tenants, durability. [DocumentStoreContract] is what an
/// adapter's test implements for all of them.
@NullMarked
package dev.parley.storage.contract.document;

import org.jspecify.annotations.NullMarked;
