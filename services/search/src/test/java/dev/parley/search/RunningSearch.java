package dev.parley.search;

import dev.parley.api.messaging.MessageEvents;
import dev.parley.api.search.SearchResults;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import dev.parley.http.Endpoint;
import dev.parley.http.HttpServer;
import dev.parley.http.HttpServerConfig;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchQuery;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// Search on a port of its own, on embedded storage in a folder, with an ordinary HTTP client. The bearer token of
/// a user is their id.
final class RunningSearch implements AutoCloseable {
    final InstantSource clock = InstantSource.system();
    final IdSource ids = new IdSource(clock, new SecureRandom());
    final UserId ada = ids.userId();
    final UserId bob = ids.userId();
    final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    final EmbeddedStorage storage;
    final SearchIndex index;
    private final Path folder;
    final RoomOfConversations room;
    final MessageSearch search;

    private final MessageIndexer indexer;
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    RunningSearch(Path folder) {
        storage = EmbeddedStorage.open(EmbeddedStorageConfig.of(folder), clock);
        this.folder = folder;
        index = opened();
        room = new RoomOfConversations(storage.events(), ids, clock);
        search = new MessageSearch(index, room);
        indexer = startIndexer();
        awaitFilled();
        server = HttpServer.start(
                vertx,
                HttpServerConfig.at("127.0.0.1", 0).withCheckResponses(true),
                new Endpoint(
                        "search",
                        List.of(new SearchRoutes(search).routes()),
                        List.of(),
                        metrics,
                        this::authenticate,
                        List.of(),
                        List.of()));
        server.ready(true);
    }

    MessageIndexer startIndexer() {
        return startIndexer(index);
    }

    MessageIndexer startIndexer(SearchIndex filled) {
        SearchStores stores = new SearchStores(storage.documents(), storage.events(), filled);
        return MessageIndexer.start(stores, room, metrics, clock, List.of(TenantId.DEFAULT));
    }

    MessageIndexer startIndexer(Duration betweenLooks) {
        SearchStores stores = new SearchStores(storage.documents(), storage.events(), index);
        return MessageIndexer.start(
                stores,
                room,
                new IndexMetrics(metrics, storage.events(), clock),
                List.of(TenantId.DEFAULT),
                betweenLooks);
    }

    /// Closes the index, which this here has no more then, and opens it again with its files changed.
    SearchIndex reopenedIndex(Damage damage) throws IOException {
        index.close();
        try (Stream<Path> all = Files.walk(folder.resolve("search"))) {
            damage.to(all.filter(Files::isRegularFile).toList());
        }
        return opened();
    }

    private SearchIndex opened() {
        try (Secret key = Secret.of(new byte[32])) {
            return storage.search(key);
        }
    }

    /// What happens to the files of an index.
    interface Damage {
        void to(List<Path> files) throws IOException;
    }

    /// Until the first look at the index is over, which reads the same messages.
    private void awaitFilled() {
        SearchQuery marker = new SearchQuery("filled", Map.of("marker", Set.of("1")), null, 1);
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> !index.search(TenantId.DEFAULT, MessageDocument.INDEX, marker)
                        .hits()
                        .isEmpty());
    }

    /// Ends the indexer, so that a test may start its own.
    void stopIndexer() {
        indexer.close();
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

    /// Returns when everything said before is found.
    void awaitIndexed() {
        awaitIndexed(Duration.ofSeconds(30));
    }

    void awaitIndexed(Duration longest) {
        Awaitility.await()
                .atMost(longest)
                .until(() -> storage.events().lag(MessageEvents.TOPIC, MessageFollower.GROUP) == 0);
        index.refresh(TenantId.DEFAULT, MessageDocument.INDEX);
    }

    List<String> found(UserId user, String text) {
        return search.search(caller(user), text, null, null, 100).hits().stream()
                .map(hit -> hit.messageId().value())
                .toList();
    }

    SearchResults results(UserId user, String query) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = get(user, query);
        if (response.statusCode() != 200) {
            throw new AssertionError(new String(response.body(), StandardCharsets.UTF_8));
        }
        return Json.parse(response.body(), SearchResults.class);
    }

    /// @param query what comes after the question mark
    HttpResponse<byte[]> get(UserId user, String query) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/v1/search/messages?" + query))
                        .header("Authorization", "Bearer " + user)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    static String q(String text) {
        return "q=" + URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        server.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        client.close();
        indexer.close();
        storage.close();
    }
}
