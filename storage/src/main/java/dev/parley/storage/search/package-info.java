/// Full-text search with filters. Read [SearchIndex] first.
@NullMarked
package dev.parley.storage.search;

import org.jspecify.annotations.NullMarked;
