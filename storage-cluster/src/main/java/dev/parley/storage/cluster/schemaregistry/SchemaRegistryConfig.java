package dev.parley.storage.cluster.schemaregistry;

import dev.parley.core.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// How to reach a registry.
///
/// @param address `http` or `https`, with the path before `/subjects`
/// @param certificateAuthority PEM file of the certificates to trust; empty: those of the Java runtime
/// @param timeout for each call
public record SchemaRegistryConfig(
        URI address, Optional<Login> login, Optional<Path> certificateAuthority, Duration timeout) {
    /// HTTP Basic.
    public record Login(String user, Secret password) {}

    public SchemaRegistryConfig {
        if (!("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
                || address.getHost() == null
                || address.getUserInfo() != null
                || address.getQuery() != null) {
            throw new IllegalArgumentException("a schema registry is at http(s)://host:port/path");
        }
    }

    /// Without login, 10 s for a call.
    public static SchemaRegistryConfig of(URI address) {
        return new SchemaRegistryConfig(address, Optional.empty(), Optional.empty(), Duration.ofSeconds(10));
    }
}
