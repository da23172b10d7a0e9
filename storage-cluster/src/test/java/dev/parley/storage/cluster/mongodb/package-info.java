/// MongoDB, twice. On mongo-java-server ([JavaServer]), which is in this process: forms, queries and indexes. On a
/// replica set named by `PARLEY_TEST_MONGODB_URI`: every promise.
@NullMarked
package dev.parley.storage.cluster.mongodb;

import org.jspecify.annotations.NullMarked;
