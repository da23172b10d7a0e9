/// Documents on MongoDB.
@NullMarked
package dev.parley.storage.cluster.mongodb;

import org.jspecify.annotations.NullMarked;
