package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// One process of a search engine of the Elasticsearch family. Its folder holds `config`, `data` and `logs`; it can
/// be killed and started again on them.
///
/// The settings of its JVM are for a small engine that starts fast, not for load: the first compiler only, the
/// serial collector, half a gigabyte.
final class SearchNode {
    private static final Duration START_PATIENCE = Duration.ofMinutes(3);
    private static final Duration ASK_PATIENCE = Duration.ofSeconds(2);

    /// What differs between the engines of the family.
    ///
    /// @param variables the prefix of its environment variables
    record Kind(String name, Path home, String variables) {}

    private final Kind kind;
    private final String name;
    private final Path folder;
    private final int port;
    private final List<String> settings;
    private EngineProcess process;

    /// Starts the process and does not wait for it to answer, so that several can start at once.
    ///
    /// @param folder of this node alone, which `nobody` can reach
    static SearchNode start(Kind kind, Path folder, int port, List<String> settings) {
        return new SearchNode(kind, folder, port, settings);
    }

    private SearchNode(Kind kind, Path folder, int port, List<String> settings) {
        this.kind = kind;
        this.name = kind.name() + "-" + folder.getFileName();
        this.folder = folder;
        this.port = port;
        this.settings = List.copyOf(settings);
        prepare();
        this.process = launch();
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    EngineProcess process() {
        return process;
    }

    /// After its process ended.
    void startAgain() {
        process = launch();
    }

    /// Waits until a cluster of so many nodes works.
    void awaitCluster(int nodes) {
        URI health = address().resolve("/_cluster/health?wait_for_status=yellow&timeout=1s&wait_for_nodes=" + nodes);
        try (HttpClient http =
                HttpClient.newBuilder().connectTimeout(ASK_PATIENCE).build()) {
            HttpRequest ask = HttpRequest.newBuilder(health)
                    .timeout(ASK_PATIENCE.multipliedBy(2))
                    .build();
            process.await("answered", START_PATIENCE, () -> isHealthy(http, ask));
        }
    }

    private static boolean isHealthy(HttpClient http, HttpRequest ask) {
        try {
            return http.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException e) {
            return false; // Not yet.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineUnavailableException("interrupted while waiting for an engine", e);
        }
    }

    private void prepare() {
        try {
            Path config = Files.createDirectories(folder.resolve("config"));
            for (String created : List.of("data", "logs", "temporary")) {
                Files.createDirectories(folder.resolve(created));
            }
            Path shipped = kind.home().resolve("config");
            try (Stream<Path> files = Files.list(shipped)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Path copy = config.resolve(file.getFileName());
                    Files.deleteIfExists(copy);
                    if (file.endsWith("jvm.options")) {
                        Files.write(copy, ownOptions(Files.readAllLines(file)));
                    } else {
                        Files.copy(file, copy);
                    }
                }
            }
            Unprivileged.own(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(kind.name() + " cannot be prepared in " + folder, e);
        }
    }

    /// Without those that write beside our folder, and with a collector for a small heap.
    private static List<String> ownOptions(List<String> shipped) {
        return shipped.stream()
                .filter(line -> Stream.of(
                                "-Xlog:gc", "HeapDump", "-XX:ErrorFile", "G1", "-Xms", "-Xmx", "InitiatingHeap")
                        .noneMatch(line::contains))
                .toList();
    }

    private EngineProcess launch() {
        List<String> command = new ArrayList<>(
                List.of(kind.home().resolve("bin").resolve(kind.name()).toString()));
        List<String> all = new ArrayList<>(settings);
        all.addAll(List.of(
                "path.data=" + folder.resolve("data"),
                "path.logs=" + folder.resolve("logs"),
                "http.port=" + port,
                "network.host=127.0.0.1",
                "node.store.allow_mmap=false",
                "cluster.routing.allocation.disk.threshold_enabled=false"));
        all.forEach(setting -> command.add("-E" + setting));
        String javaHome = String.valueOf(Path.of(System.getProperty("java.home")));
        Map<String, String> environment = Map.of(
                kind.variables() + "_PATH_CONF",
                folder.resolve("config").toString(),
                kind.variables() + "_JAVA_HOME",
                javaHome,
                kind.variables() + "_TMPDIR",
                folder.resolve("temporary").toString(),
                kind.variables() + "_JAVA_OPTS",
                "-Xms512m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData");
        return EngineProcess.start(name, folder, environment, Unprivileged.command(command));
    }
}
