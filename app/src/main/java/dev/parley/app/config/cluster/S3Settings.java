package dev.parley.app.config.cluster;

import dev.parley.core.config.ByteSize;
import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.s3.S3Config;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// An S3 bucket as the object store.
///
/// @param endpoint empty for Amazon's of the region
/// @param prefix of all keys in the bucket, empty or ending in `/`
/// @param accessKey empty for what the surroundings give: environment, profile, container or machine
/// @param pathStyle whether the bucket is in the path and not in the host name
/// @param certificateAuthority PEM file; empty for the authorities of the system
/// @param checksum by which the service sees that it received what was sent
/// @param part longer objects are sent in parts of this size
public record S3Settings(
        String endpoint,
        String region,
        String bucket,
        String prefix,
        String accessKey,
        Secret secretKey,
        boolean pathStyle,
        Path certificateAuthority,
        S3Config.Checksum checksum,
        ByteSize part) {
    public static final S3Settings DEFAULTS = new S3Settings(
            "http://127.0.0.1:9000",
            "us-east-1",
            "parley",
            "",
            "",
            Texts.NO_SECRET,
            true,
            Texts.NO_FILE,
            S3Config.Transfer.DEFAULT.checksum(),
            new ByteSize(S3Config.Transfer.DEFAULT.partBytes()));

    public S3Settings {
        if (!endpoint.isEmpty() && !endpoint.matches("https?://[^/?#]+/?")) {
            throw new IllegalArgumentException("endpoint: must be a URL like https://host:9000");
        }
    }

    /// What the adapter takes.
    public S3Config config() {
        Optional<URI> address = endpoint.isEmpty() ? Optional.empty() : Optional.of(URI.create(endpoint));
        S3Config.Transfer usual = S3Config.Transfer.DEFAULT;
        return new S3Config(
                new S3Config.Service(
                        address.orElse(null),
                        region,
                        pathStyle,
                        Texts.file(certificateAuthority).orElse(null)),
                bucket,
                prefix,
                accessKey.isEmpty()
                        ? new S3Config.Credentials.Surroundings()
                        : new S3Config.Credentials.Keys(accessKey, secretKey),
                new S3Config.Transfer(
                        checksum, part.toIntBytes(), usual.connections(), usual.response(), usual.call()));
    }
}
