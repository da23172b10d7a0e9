package dev.parley.storage.cluster.s3;

import dev.parley.storage.object.ObjectTooLargeException;
import dev.parley.storage.object.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// The way of one stream into the bucket.
///
/// An object has its SHA-256 as metadata from the moment it is there. One of a single part is hashed before it is
/// sent, by one `PutObject`. The hash of a longer one is known only when its last part was sent, and S3 takes
/// metadata at the start of a multipart upload and never after; so that goes to `incoming/`, and is then copied by
/// the service to its key, with the metadata, and removed from there. `PutObject` and `CopyObject` are atomic:
/// nobody sees a part of an object.
///
/// Sad path: when this process is killed, or the service goes away before it can be told to forget, an upload or a
/// copy stays in `incoming/`, seen by nobody, until the bucket's lifecycle rule removes it ([S3Bucket]).
final class Upload {
    static final String SHA256 = "sha256";

    private static final Logger LOG = LoggerFactory.getLogger(Upload.class);
    /// What `CopyObject` takes.
    private static final long MAX_COPY_BYTES = 5L << 30;
    /// The slowest copying within a service that is waited for.
    private static final long COPY_BYTES_PER_SECOND = 10L << 20;
    /// For tidying up behind a failure; the caller waits for it.
    private static final Duration TIDY_PATIENCE = Duration.ofSeconds(2);

    private final S3Client client;
    private final S3Config config;
    private final ObjectKeys keys;
    private final PartChecksum checksum;
    private final MessageDigest whole = PartChecksum.digest("SHA-256");
    private final long maxBytes;
    private long sizeBytes;

    Upload(S3Client client, S3Config config, ObjectKeys keys, long maxBytes) {
        this.client = client;
        this.config = config;
        this.keys = keys;
        this.checksum = new PartChecksum(config.transfer().checksum());
        this.maxBytes = Math.min(maxBytes, MAX_COPY_BYTES);
    }

    /// @param inBucket the key in the bucket
    StoredObject run(String key, String inBucket, InputStream content) {
        byte[] first = nextPart(content);
        byte[] second = first.length < config.transfer().partBytes() ? new byte[0] : nextPart(content);
        String sha256 = second.length == 0 ? single(inBucket, first) : multipart(inBucket, first, second, content);
        return new StoredObject(key, sizeBytes, sha256);
    }

    /// As many bytes as a part has, or fewer at the end.
    private byte[] nextPart(InputStream content) {
        long left = maxBytes - sizeBytes;
        int length = (int) Math.min(config.transfer().partBytes(), left + 1);
        try {
            byte[] part = content.readNBytes(length);
            sizeBytes += part.length;
            if (sizeBytes > maxBytes) {
                throw new ObjectTooLargeException(maxBytes);
            }
            whole.update(part);
            return part;
        } catch (IOException e) {
            throw new UncheckedIOException("the content cannot be read", e);
        }
    }

    private String single(String inBucket, byte[] content) {
        String sha256 = hex();
        PutObjectRequest.Builder request = PutObjectRequest.builder()
                .bucket(config.bucket())
                .key(inBucket)
                .metadata(Map.of(SHA256, sha256))
                .overrideConfiguration(this::slow);
        try {
            client.putObject(checksum.on(request, content).build(), PartChecksum.body(content));
            return sha256;
        } catch (SdkException e) {
            // It may have arrived, and only the answer was lost.
            forget(inBucket, e);
            throw e;
        }
    }

    private String multipart(String inBucket, byte[] first, byte[] second, InputStream content) {
        String incoming = keys.incoming(UUID.randomUUID().toString());
        String upload = client.createMultipartUpload(CreateMultipartUploadRequest.builder()
                        .bucket(config.bucket())
                        .key(incoming)
                        .build())
                .uploadId();
        try {
            List<CompletedPart> parts = new ArrayList<>();
            parts.add(part(incoming, upload, 1, first));
            for (byte[] next = second; next.length > 0; next = nextPart(content)) {
                parts.add(part(incoming, upload, parts.size() + 1, next));
            }
            client.completeMultipartUpload(request -> request.bucket(config.bucket())
                    .key(incoming)
                    .uploadId(upload)
                    .overrideConfiguration(this::slow)
                    .multipartUpload(each -> each.parts(parts)));
        } catch (RuntimeException | Error e) {
            abort(incoming, upload, e);
            throw e;
        }
        return moved(incoming, inBucket);
    }

    private CompletedPart part(String incoming, String upload, int number, byte[] content) {
        UploadPartRequest.Builder request = UploadPartRequest.builder()
                .bucket(config.bucket())
                .key(incoming)
                .uploadId(upload)
                .partNumber(number)
                .overrideConfiguration(this::slow);
        UploadPartRequest checked = checksum.on(request, content).build();
        String tag = client.uploadPart(checked, PartChecksum.body(content)).eTag();
        return CompletedPart.builder()
                .partNumber(number)
                .eTag(tag)
                .checksumSHA256(checked.checksumSHA256())
                .build();
    }

    private String moved(String incoming, String inBucket) {
        String sha256 = hex();
        Duration patience = config.transfer().call().plusSeconds(sizeBytes / COPY_BYTES_PER_SECOND);
        try {
            client.copyObject(request -> request.sourceBucket(config.bucket())
                    .sourceKey(incoming)
                    .destinationBucket(config.bucket())
                    .destinationKey(inBucket)
                    .metadataDirective(MetadataDirective.REPLACE)
                    .metadata(Map.of(SHA256, sha256))
                    .overrideConfiguration(each -> each.apiCallTimeout(patience).apiCallAttemptTimeout(patience)));
        } catch (RuntimeException e) {
            forget(inBucket, e);
            forget(incoming, e);
            throw e;
        }
        try {
            remove(incoming);
        } catch (SdkException e) {
            LOG.warn("{} is left to the bucket's lifecycle rule", incoming, e);
        }
        return sha256;
    }

    /// Content on its way, or work for the service that grows with it.
    private void slow(AwsRequestOverrideConfiguration.Builder request) {
        request.apiCallAttemptTimeout(config.transfer().call());
    }

    private String hex() {
        return HexFormat.of().formatHex(whole.digest());
    }

    private void remove(String inBucket) {
        client.deleteObject(request -> request.bucket(config.bucket())
                .key(inBucket)
                .overrideConfiguration(each -> each.apiCallTimeout(TIDY_PATIENCE)));
    }

    /// Keys are never used again, so that removing what perhaps arrived takes nothing from anybody.
    private void forget(String inBucket, Exception cause) {
        try {
            remove(inBucket);
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }

    private void abort(String incoming, String upload, Throwable cause) {
        try {
            client.abortMultipartUpload(request -> request.bucket(config.bucket())
                    .key(incoming)
                    .uploadId(upload)
                    .overrideConfiguration(each -> each.apiCallTimeout(TIDY_PATIENCE)));
        } catch (SdkException e) {
            // Also when the upload was completed and only the answer was lost.
            cause.addSuppressed(e);
        }
        try {
            remove(incoming);
        } catch (SdkException e) {
            cause.addSuppressed(e);
        }
    }
}
