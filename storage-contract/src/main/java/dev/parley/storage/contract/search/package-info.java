/// The promises of [dev.parley.storage.search.SearchIndex]. Read [SearchIndexContract] first.
@NullMarked
package dev.parley.storage.contract.search;

import org.jspecify.annotations.NullMarked;
