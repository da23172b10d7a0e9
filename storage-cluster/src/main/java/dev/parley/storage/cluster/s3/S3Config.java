package dev.parley.storage.cluster.s3;

import dev.parley.core.secret.Secret;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Where the bucket is, and how it is spoken to.
///
/// @param bucket exists, or is made by [S3Bucket]
/// @param prefix of all keys in the bucket, empty or ending in `/`
public record S3Config(Service service, String bucket, String prefix, Credentials credentials, Transfer transfer) {
    public S3Config {
        if (!bucket.matches("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")) {
            throw new IllegalArgumentException("not the name of a bucket: " + bucket);
        }
        if (!prefix.isEmpty() && !prefix.matches("([A-Za-z0-9_-]+/){1,8}")) {
            throw new IllegalArgumentException("a prefix is empty or folders that end in /: " + prefix);
        }
    }

    /// @param endpoint `http` or `https`; null for Amazon's of the region
    /// @param region any name, such as `us-east-1`, where the endpoint knows none
    /// @param pathStyle whether the bucket is in the path and not in the host name, as most but Amazon's want it
    /// @param certificateAuthority a PEM file of those that `https` trusts, or null for the JDK's
    public record Service(
            @Nullable URI endpoint,
            String region,
            boolean pathStyle,
            @Nullable Path certificateAuthority) {
        public Service {
            if (endpoint != null && !"http".equals(endpoint.getScheme()) && !"https".equals(endpoint.getScheme())) {
                throw new IllegalArgumentException("not an address of http or https: " + endpoint);
            }
            if (region.isBlank()) {
                throw new IllegalArgumentException("there must be a region");
            }
        }
    }

    /// Who we are to the service.
    public sealed interface Credentials {
        record Keys(String accessKey, Secret secretKey) implements Credentials {}

        /// What the surroundings give: environment, profile, container or machine, in this order, as the AWS SDK's
        /// default chain looks for it.
        record Surroundings() implements Credentials {}
    }

    /// How bytes travel.
    ///
    /// @param checksum by which the service sees that it received what was sent
    /// @param partBytes longer objects are sent in parts of so many, 5 MiB to 1 GiB; each put holds two in memory
    /// @param connections at once
    /// @param response for one try of a question that carries no content
    /// @param call for one request with all its tries, such as one part's way to the service, and for what follows
    ///     of content that is read
    public record Transfer(Checksum checksum, int partBytes, int connections, Duration response, Duration call) {
        public static final Transfer DEFAULT =
                new Transfer(Checksum.SHA256, 8 << 20, 50, Duration.ofSeconds(5), Duration.ofSeconds(20));

        public Transfer {
            if (partBytes < 5 << 20 || partBytes > 1 << 30) {
                throw new IllegalArgumentException("a part has 5 MiB to 1 GiB, not " + partBytes + " bytes");
            }
            if (connections < 1 || !response.isPositive() || !call.isPositive()) {
                throw new IllegalArgumentException("connections and timeouts must be positive");
            }
        }
    }

    /// What a request carries for the service to compare with.
    public enum Checksum {
        /// `x-amz-checksum-sha256`, which Amazon's and newer servers check; others ignore it.
        SHA256,
        /// `Content-MD5`, which all servers check; against accidents, not against an attacker.
        MD5
    }
}
