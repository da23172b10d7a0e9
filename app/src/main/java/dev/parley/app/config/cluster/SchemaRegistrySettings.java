package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.schemaregistry.SchemaRegistryConfig;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A registry to which the schemas of the events are published, for programs of others.
///
/// @param address empty for none
/// @param user empty for none
/// @param certificateAuthority PEM file; empty for the authorities of the system
public record SchemaRegistrySettings(String address, String user, Secret password, Path certificateAuthority) {
    public static final SchemaRegistrySettings DEFAULTS =
            new SchemaRegistrySettings("", "", Texts.NO_SECRET, Texts.NO_FILE);

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public SchemaRegistrySettings {
        if (!address.isEmpty() && !address.matches("https?://[^/?#@]+(/[^?#]*)?")) {
            throw new IllegalArgumentException("address: must be a URL like https://host:8081");
        }
    }

    /// What the client takes, where there is a registry.
    public Optional<SchemaRegistryConfig> config() {
        if (address.isEmpty()) {
            return Optional.empty();
        }
        Optional<SchemaRegistryConfig.Login> login =
                user.isEmpty() ? Optional.empty() : Optional.of(new SchemaRegistryConfig.Login(user, password));
        return Optional.of(
                new SchemaRegistryConfig(URI.create(address), login, Texts.file(certificateAuthority), TIMEOUT));
    }
}
