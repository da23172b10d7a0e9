package dev.parley.media;

import dev.parley.api.media.Media;
import dev.parley.client.audit.AuditTrail;
import dev.parley.client.audit.AuditTrailConfig;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.seal.Sealer;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.config.ByteSize;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.KeyId;
import dev.parley.core.id.MediaId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.media.store.MediaStore;
import dev.parley.storage.contract.FaultyDocumentStore;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;

/// Media on a port of its own, on embedded storage in a folder, with an ordinary HTTP client. The bearer token of a
/// user is their id.
final class RunningMedia implements AutoCloseable {
    final Path folder;
    final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-03-01T12:00:00Z"));
    final IdSource ids = new IdSource(now::get, new SecureRandom());
    final UserId ada = ids.userId();
    final UserId bob = ids.userId();
    final ConversationId conversation = ids.conversationId();
    final RoomOfConversations room = new RoomOfConversations();
    final KeysInMemory keys = new KeysInMemory(ids);
    final AuditInMemory audit = new AuditInMemory();
    final EmbeddedStorage storage;
    final FaultyDocumentStore documents;
    final MediaStore store;
    final MediaFiles files;
    final OrphanSweep sweep;

    private final DataKeyRing ring = new DataKeyRing(keys);
    private final AuditTrail trail;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningMedia(Path folder) throws IOException {
        this(folder, MediaConfig.DEFAULTS);
    }

    RunningMedia(Path folder, ByteSize maxFile) throws IOException {
        this(folder, new MediaConfig(maxFile, Duration.ofHours(24)));
    }

    private RunningMedia(Path folder, MediaConfig config) throws IOException {
        this.folder = folder;
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder.resolve("data")), now::get);
        trail = AuditTrail.open(
                AuditTrailConfig.in(folder.resolve("audit")), audit, now::get, new SecureRandom(), metrics);
        documents = new FaultyDocumentStore(storage.documents());
        store = new MediaStore(documents, storage.objects());
        MediaPeers peers = new MediaPeers(room, ring, new Sealer(ring, new SecureRandom()), trail);
        files = new MediaFiles(store, peers, config, ids, now::get);
        sweep = new OrphanSweep(store, config, now::get, 10);
        server = HttpServer.start(
                vertx,
                HttpServerConfig.at("127.0.0.1", 0).withCheckResponses(true),
                new Endpoint(
                        "media",
                        List.of(new MediaRoutes(files).routes()),
                        List.of(),
                        metrics,
                        this::authenticate,
                        List.of(),
                        List.of()));
        server.ready(true);
        room.join(conversation, ada);
        room.join(conversation, bob);
    }

    private Caller authenticate(String token) {
        if (!token.startsWith("usr_")) {
            throw ProblemType.INVALID_TOKEN.because("not the id of a user");
        }
        return caller(new UserId(token));
    }

    Caller.User caller(UserId user) {
        return new Caller.User(TenantId.DEFAULT, user, ids.sessionId(), Set.of(Role.MEMBER));
    }

    int port() {
        return server.port();
    }

    HttpRequest.Builder as(UserId user, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .header("Authorization", "Bearer " + user)
                .timeout(Duration.ofSeconds(60));
    }

    HttpRequest.Builder uploadAs(UserId user, ConversationId to, String fileName, byte[] content) {
        return as(user, uploadPath(to, fileName))
                .header("Content-Type", "application/octet-stream")
                .POST(HttpRequest.BodyPublishers.ofByteArray(content));
    }

    static String uploadPath(ConversationId to, String fileName) {
        return "/v1/media?conversationId=" + to + "&fileName="
                + URLEncoder.encode(fileName, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /// Uploads as Ada and expects it to succeed.
    Media upload(String fileName, byte[] content) throws IOException, InterruptedException {
        HttpResponse<byte[]> response =
                send(uploadAs(ada, conversation, fileName, content).build());
        if (response.statusCode() != 201) {
            throw new AssertionError(new String(response.body(), StandardCharsets.UTF_8));
        }
        return Json.parse(response.body(), Media.class);
    }

    static String content(Media media) {
        return "/v1/media/" + media.id() + "/content";
    }

    HttpResponse<byte[]> send(HttpRequest request) throws IOException, InterruptedException {
        return client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    }

    /// Forgets a destroyed key at once rather than when its time in memory is over.
    void destroyKey(KeyId id) {
        keys.destroy(TenantId.DEFAULT, id);
        ring.forget(TenantId.DEFAULT, id);
    }

    void flushAudit() throws InterruptedException {
        if (!trail.flush(Duration.ofSeconds(10))) {
            throw new AssertionError("the audit records do not arrive");
        }
    }

    /// All files of the object store, also those on their way. What vanishes while it looks is gone.
    List<Path> objectFiles() throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder.resolve("data").resolve("objects"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }
        });
        return found;
    }

    Path objectFile(MediaId id) throws IOException {
        return objectFiles().stream()
                .filter(file -> file.toString().contains(id.value()))
                .findFirst()
                .orElseThrow();
    }

    @Override
    public void close() throws IOException {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
        trail.close();
        storage.close();
    }
}
