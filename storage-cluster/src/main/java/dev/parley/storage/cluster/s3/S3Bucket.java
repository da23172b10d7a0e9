package dev.parley.storage.cluster.s3;

import dev.parley.core.problem.StoreUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// Makes the bucket and its lifecycle rule, once, before the program runs; with more rights than that needs.
public final class S3Bucket {
    private static final Logger LOG = LoggerFactory.getLogger(S3Bucket.class);
    /// No upload takes so long; S3 counts in days.
    private static final int LEFTOVER_DAYS = 1;
    private static final int NOT_IMPLEMENTED = 501;

    private S3Bucket() {}

    /// Makes what is missing. The lifecycle rule replaces all that the bucket has when that has none of this name:
    /// a bucket is for this program alone.
    ///
    /// @return whether the service will remove what interrupted uploads leave; not all servers can
    /// @throws StoreUnavailableException when the service does not answer, or refuses
    public static boolean ensure(S3Config config) {
        try (S3Client client = S3Clients.client(config)) {
            if (!exists(client, config.bucket())) {
                create(client, config.bucket());
            }
            return expireLeftovers(client, config);
        } catch (SdkException e) {
            throw new StoreUnavailableException("bucket " + config.bucket() + ": " + e.getMessage(), e);
        }
    }

    private static boolean exists(S3Client client, String bucket) {
        try {
            client.headBucket(request -> request.bucket(bucket));
            return true;
        } catch (NoSuchBucketException e) {
            return false;
        }
    }

    private static void create(S3Client client, String bucket) {
        try {
            client.createBucket(request -> request.bucket(bucket));
        } catch (BucketAlreadyOwnedByYouException e) {
            LOG.debug("another process made the bucket", e);
        }
    }

    private static boolean expireLeftovers(S3Client client, S3Config config) {
        LifecycleRule rule = LifecycleRule.builder()
                .id("parley-incoming")
                .status(ExpirationStatus.ENABLED)
                .filter(each -> each.prefix(config.prefix() + ObjectKeys.INCOMING))
                .abortIncompleteMultipartUpload(each -> each.daysAfterInitiation(LEFTOVER_DAYS))
                .expiration(each -> each.days(LEFTOVER_DAYS))
                .build();
        try {
            client.putBucketLifecycleConfiguration(
                    request -> request.bucket(config.bucket()).lifecycleConfiguration(each -> each.rules(rule)));
            return true;
        } catch (S3Exception e) {
            if (e.statusCode() != NOT_IMPLEMENTED) {
                throw e;
            }
            LOG.warn(
                    "the object store has no lifecycle rules: interrupted uploads stay in {}incoming/",
                    config.prefix());
            return false;
        }
    }
}
