/// The six storage ports on engines that scale out: documents on
/// [PostgreSQL][dev.parley.storage.cluster.postgresql] or [MongoDB][dev.parley.storage.cluster.mongodb], events on
/// [Kafka][dev.parley.storage.cluster.kafka] through an [outbox][dev.parley.storage.cluster.outbox], signals and
/// caches on [Redis][dev.parley.storage.cluster.redis], search on [Elasticsearch or
/// OpenSearch][dev.parley.storage.cluster.elasticsearch], objects on [S3][dev.parley.storage.cluster.s3].
@NullMarked
package dev.parley.storage.cluster;

import org.jspecify.annotations.NullMarked;
