/// Text as it is searched, the same whatever engine keeps the index: its words, what a person typed as a query, and
/// the passages around what matched. Read [TextAnalyzer] and [TextQuery] first.
///
/// It is built on Lucene's analysis, which the search engines share, and runs in our process.
@NullMarked
package dev.parley.storage.text;

import org.jspecify.annotations.NullMarked;
