package dev.parley.storage.cluster.kafka;

import java.nio.file.Path;
import java.util.Optional;

/// TLS to the brokers, whose host names are verified.
///
/// @param authorities PEM file of the certificates to trust; empty: those of the Java runtime
/// @param certificate PEM file with our private key (PKCS #8, not encrypted) and its certificates, for brokers that
///     ask for one
public record KafkaTls(Optional<Path> authorities, Optional<Path> certificate) {}
