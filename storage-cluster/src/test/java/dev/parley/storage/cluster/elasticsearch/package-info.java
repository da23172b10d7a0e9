/// The search port against OpenSearch and Elasticsearch.
@NullMarked
package dev.parley.storage.cluster.elasticsearch;

import org.jspecify.annotations.NullMarked;
