package dev.parley.storage.cluster.s3;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.object.ByteRange;
import dev.parley.storage.object.ObjectStore;
import dev.parley.storage.object.StoredObject;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// The object port on a bucket.
///
/// Lists ask for each object's metadata, as S3 has them in no list: some at once, so that a page of a thousand
/// takes about as long as sixty questions one after the other.
///
/// After a failed put nothing is there, unless the service could not be told either; then the object may be there,
/// whole.
public final class S3ObjectStore implements ObjectStore {
    private static final Logger LOG = LoggerFactory.getLogger(S3ObjectStore.class);
    private static final int MAX_LIST = 1000;
    private static final int MAX_QUESTIONS = 16;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_NOT_SATISFIABLE = 416;
    private static final Duration CHECK_PATIENCE = Duration.ofMillis(900);

    private final S3Client client;
    private final S3Config config;
    private final ObjectKeys keys;
    private final Semaphore questions;
    private final AtomicBoolean lost = new AtomicBoolean();
    private volatile boolean closed;

    /// Connects with the first use.
    public S3ObjectStore(S3Config config) {
        this.client = S3Clients.client(config);
        this.config = config;
        this.keys = new ObjectKeys(config.prefix());
        this.questions = new Semaphore(Math.min(MAX_QUESTIONS, config.transfer().connections()));
    }

    @Override
    public StoredObject put(TenantId tenant, String key, InputStream content, long maxBytes) {
        String inBucket = keys.object(tenant, key);
        return ask("put " + key, () -> new Upload(client, config, keys, maxBytes).run(key, inBucket, content));
    }

    @Override
    public Optional<InputStream> open(TenantId tenant, String key, ByteRange range) {
        String inBucket = keys.object(tenant, key);
        if (range.length() == 0) {
            return stat(tenant, key).map(stored -> InputStream.nullInputStream());
        }
        GetObjectRequest.Builder request =
                GetObjectRequest.builder().bucket(config.bucket()).key(inBucket);
        if (!range.equals(ByteRange.ALL)) {
            request.range(header(range));
        }
        return ask("open " + key, () -> {
            try {
                ResponseInputStream<GetObjectResponse> content = client.getObject(request.build());
                return Optional.of(new ObjectContent(content));
            } catch (S3Exception e) {
                if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
                    // The object is there and ends before the range.
                    return Optional.of(InputStream.nullInputStream());
                }
                return absent(e);
            }
        });
    }

    private static String header(ByteRange range) {
        boolean toTheEnd = range.length() > Long.MAX_VALUE - range.offset();
        return "bytes=" + range.offset() + "-" + (toTheEnd ? "" : range.offset() + range.length() - 1);
    }

    @Override
    public Optional<StoredObject> stat(TenantId tenant, String key) {
        String inBucket = keys.object(tenant, key);
        return ask("stat " + key, () -> head(key, inBucket));
    }

    /// Empty also for what has no hash: somebody else put it there.
    private Optional<StoredObject> head(String key, String inBucket) {
        try {
            HeadObjectResponse head =
                    client.headObject(request -> request.bucket(config.bucket()).key(inBucket));
            return Optional.ofNullable(head.metadata().get(Upload.SHA256))
                    .map(sha256 -> new StoredObject(key, head.contentLength(), sha256));
        } catch (S3Exception e) {
            return absent(e);
        }
    }

    /// A missing bucket is an outage, a missing object an answer.
    private static <R> Optional<R> absent(S3Exception failure) {
        if (failure.statusCode() != NOT_FOUND
                || (failure.awsErrorDetails() != null
                        && "NoSuchBucket".equals(failure.awsErrorDetails().errorCode()))) {
            throw failure;
        }
        return Optional.empty();
    }

    @Override
    public void delete(TenantId tenant, String key) {
        String inBucket = keys.object(tenant, key);
        ask("delete " + key, () -> {
            try {
                return Optional.of(client.deleteObject(
                        request -> request.bucket(config.bucket()).key(inBucket)));
            } catch (S3Exception e) {
                return absent(e);
            }
        });
    }

    @Override
    public List<StoredObject> list(TenantId tenant, String prefix, String after, int limit) {
        if (limit < 1 || limit > MAX_LIST) {
            throw new IllegalArgumentException("limit must be 1 to " + MAX_LIST + ": " + limit);
        }
        ListObjectsV2Request.Builder request = ListObjectsV2Request.builder()
                .bucket(config.bucket())
                .prefix(keys.startingWith(tenant, prefix))
                .maxKeys(limit);
        if (!after.isEmpty()) {
            request.startAfter(keys.after(tenant, after));
        }
        return ask(
                "list " + prefix,
                () -> described(
                        tenant,
                        client.listObjectsV2(request.build()).contents().stream()
                                .map(S3Object::key)
                                .toList()));
    }

    /// Those that are still there.
    private List<StoredObject> described(TenantId tenant, List<String> inBucket) {
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<StoredObject>>> answers = inBucket.stream()
                    .map(key -> executor.submit(() -> {
                        questions.acquire();
                        try {
                            return head(keys.keyOf(tenant, key), key);
                        } finally {
                            questions.release();
                        }
                    }))
                    .toList();
            List<StoredObject> described = new ArrayList<>();
            for (Future<Optional<StoredObject>> answer : answers) {
                answer.get().ifPresent(described::add);
            }
            return described;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SdkException failure) {
                throw failure;
            }
            throw new IllegalStateException("asking for an object failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while listing", e);
        }
    }

    /// Asks whether the bucket is there and may be used. It does not write: each object costs money where the
    /// service is rented.
    @Override
    public void check() {
        ask(
                "check",
                () -> client.headBucket(request -> request.bucket(config.bucket())
                        .overrideConfiguration(each -> each.apiCallTimeout(CHECK_PATIENCE))));
    }

    @Override
    public void close() {
        closed = true;
        client.close();
    }

    private <R> R ask(String what, Supplier<R> question) {
        requireOpen();
        try {
            R answer = question.get();
            if (lost.compareAndSet(true, false)) {
                LOG.info("the object store answers again");
            }
            return answer;
        } catch (SdkException e) {
            if (!closed && lost.compareAndSet(false, true)) {
                LOG.warn("the object store does not work: {}", e.getMessage());
            }
            throw new StoreUnavailableException(what + ": " + e.getMessage(), e);
        } catch (IllegalStateException e) {
            // How the HTTP client says that it was closed meanwhile.
            requireOpen();
            throw e;
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the object store is closed");
        }
    }
}
