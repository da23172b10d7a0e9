/// Search on Elasticsearch or OpenSearch.
@NullMarked
package dev.parley.storage.cluster.elasticsearch;

import org.jspecify.annotations.NullMarked;
