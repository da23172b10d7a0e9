/// Contract of the search service (port 3006). Read [SearchApi].
@NullMarked
package dev.parley.api.search;

import org.jspecify.annotations.NullMarked;
