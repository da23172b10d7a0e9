/// Search: words, phrases, filters, pages, highlights.
@NullMarked
package dev.parley.storage.contract.search;

import org.jspecify.annotations.NullMarked;
