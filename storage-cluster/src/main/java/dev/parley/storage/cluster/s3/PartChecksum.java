package dev.parley.storage.cluster.s3;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;

/// Lets the service compare what it received with what was sent.
final class PartChecksum {
    private final S3Config.Checksum kind;

    PartChecksum(S3Config.Checksum kind) {
        this.kind = kind;
    }

    PutObjectRequest.Builder on(PutObjectRequest.Builder request, byte[] content) {
        return switch (kind) {
            case SHA256 -> request.checksumSHA256(of("SHA-256", content));
            case MD5 -> request.contentMD5(of("MD5", content));
        };
    }

    UploadPartRequest.Builder on(UploadPartRequest.Builder request, byte[] content) {
        return switch (kind) {
            case SHA256 -> request.checksumSHA256(of("SHA-256", content));
            case MD5 -> request.contentMD5(of("MD5", content));
        };
    }

    private static String of(String algorithm, byte[] content) {
        return Base64.getEncoder().encodeToString(digest(algorithm).digest(content));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    static RequestBody body(byte[] content) {
        return RequestBody.fromContentProvider(
                () -> new java.io.ByteArrayInputStream(content), content.length, "application/octet-stream");
    }
}
