package dev.parley.storage.cluster.s3;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.CertificateAuthority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/// Makes the client of Amazon's SDK, with every time bounded.
final class S3Clients {
    private static final int MAX_TRIES = 3;
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private S3Clients() {}

    static S3Client client(S3Config config) {
        S3Config.Service service = config.service();
        S3ClientBuilder builder = S3Client.builder()
                .region(Region.of(service.region()))
                .forcePathStyle(service.pathStyle())
                .credentialsProvider(credentials(config.credentials()))
                .httpClientBuilder(http(config))
                // We say what is checked; the SDK's own choice, a CRC in a trailer, is not known to all servers.
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .serviceConfiguration(each -> each.chunkedEncodingEnabled(false))
                .overrideConfiguration(
                        each -> each.apiCallTimeout(config.transfer().call())
                                .apiCallAttemptTimeout(config.transfer().response())
                                .retryStrategy(AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                        .maxAttempts(MAX_TRIES)
                                        .build()));
        if (service.endpoint() != null) {
            builder.endpointOverride(service.endpoint());
        }
        return builder.build();
    }

    private static Apache5HttpClient.Builder http(S3Config config) {
        S3Config.Transfer transfer = config.transfer();
        Apache5HttpClient.Builder http = Apache5HttpClient.builder()
                .maxConnections(transfer.connections())
                .connectionTimeout(CONNECT)
                .connectionAcquisitionTimeout(transfer.response())
                .socketTimeout(transfer.call());
        if (config.service().certificateAuthority() != null) {
            CertificateAuthority authority =
                    new CertificateAuthority(config.service().certificateAuthority());
            http.tlsTrustManagersProvider(authority::trustManagers);
        }
        return http;
    }

    private static AwsCredentialsProvider credentials(S3Config.Credentials credentials) {
        return switch (credentials) {
            case S3Config.Credentials.Surroundings surroundings ->
                DefaultCredentialsProvider.builder().build();
            case S3Config.Credentials.Keys(String accessKey, Secret secretKey) ->
                StaticCredentialsProvider.create(
                        AwsBasicCredentials.create(accessKey, new String(secretKey.reveal(), StandardCharsets.UTF_8)));
        };
    }
}
