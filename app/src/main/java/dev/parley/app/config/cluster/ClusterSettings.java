package dev.parley.app.config.cluster;

/// The engines on which the processes of a cluster keep their data.
///
/// @param documents which of the two document stores is used
public record ClusterSettings(
        Documents documents,
        PostgresqlSettings postgresql,
        MongodbSettings mongodb,
        KafkaSettings kafka,
        SchemaRegistrySettings schemaRegistry,
        RedisSettings redis,
        ElasticsearchSettings elasticsearch,
        S3Settings s3) {
    public static final ClusterSettings DEFAULTS = new ClusterSettings(
            Documents.POSTGRESQL,
            PostgresqlSettings.DEFAULTS,
            MongodbSettings.DEFAULTS,
            KafkaSettings.DEFAULTS,
            SchemaRegistrySettings.DEFAULTS,
            RedisSettings.DEFAULTS,
            ElasticsearchSettings.DEFAULTS,
            S3Settings.DEFAULTS);

    /// The document stores.
    public enum Documents {
        POSTGRESQL,
        MONGODB
    }
}
