/// Search on Elasticsearch or OpenSearch, through what their REST interfaces have in common. Read
/// [ElasticsearchSearchIndex] first, then [IndexSeal] for what the engine gets to see.
///
/// The words of a text are found in our process, by the same analysis as the embedded adapter's, and reach the
/// engine as hashes; so do keywords and ids. The engine needs no analyzer, plugin or module beyond its core.
@NullMarked
package dev.parley.storage.cluster.elasticsearch;

import org.jspecify.annotations.NullMarked;
