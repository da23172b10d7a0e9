package dev.parley.app.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// The cluster of `deploy/compose.yaml`: engines and services in containers of one host.
public final class ComposeCluster implements Cluster {
    static final List<String> ENGINES = List.of(
            "mongodb-1",
            "mongodb-2",
            "mongodb-3",
            "redis",
            "kafka-1",
            "kafka-2",
            "kafka-3",
            "schema-registry",
            "elasticsearch",
            "minio");

    private static final String IMAGE = "parley:local";
    private static final Duration BUILD = Duration.ofMinutes(30);
    private static final Duration START = Duration.ofMinutes(10);
    private static final Duration TASK = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofMinutes(5);

    private final DockerCompose compose;
    private final ComposeSecrets secrets;

    /// @param deploy the folder with `compose.yaml`
    public ComposeCluster(Path deploy) {
        this.compose = new DockerCompose(deploy);
        this.secrets = new ComposeSecrets(deploy);
    }

    @Override
    public List<Step> steps() {
        return List.of(
                Step.of(Steps.KEYS, this::hasKeys, secrets::make),
                Step.of(Steps.INFRASTRUCTURE, () -> healthy(ENGINES), this::startEngines),
                Step.of(Steps.REPLICA_SET, () -> replicaSet("yes").well(), this::makeReplicaSet),
                task(Steps.DATABASES, "databases"),
                task(Steps.KAFKA, "kafka"),
                task(Steps.TOPICS, "topics"),
                task(Steps.SEARCH, "search"),
                task(Steps.BUCKET, "bucket"),
                Step.of(Steps.SERVICES, () -> healthy(services()), () -> up(services())),
                Step.always(Steps.VERIFICATION, this::verify));
    }

    @Override
    public void down(Consumer<String> progress) {
        compose.require();
        // In the reverse order of `depends_on`: gateway and sockets first, engines last.
        compose.run(STOP, "--profile", "admin", "down");
        progress.accept("stopped; the volumes are kept");
    }

    @Override
    public List<Part> parts() {
        compose.require();
        Map<String, JsonNode> containers = containers();
        return Stream.concat(ENGINES.stream(), services().stream())
                .map(name -> {
                    JsonNode container = containers.get(name);
                    return container == null
                            ? new Part(name, false, "no container")
                            : new Part(
                                    name,
                                    isHealthy(container),
                                    container.path("Status").asText());
                })
                .toList();
    }

    private boolean hasKeys() {
        // Before anything is made that would not be of use.
        compose.require();
        return secrets.complete();
    }

    private static List<String> services() {
        return Arrays.stream(ServiceName.values()).map(ServiceName::word).toList();
    }

    private void startEngines() {
        if (!compose.hasImage(IMAGE)) {
            compose.run(BUILD, "build", "tool");
        }
        up(ENGINES);
    }

    private void up(List<String> names) {
        List<String> words = new ArrayList<>(
                List.of("up", "--detach", "--no-build", "--wait", "--wait-timeout", Long.toString(START.toSeconds())));
        words.addAll(names);
        compose.run(START.plusMinutes(1), words.toArray(String[]::new));
    }

    private void makeReplicaSet() {
        DockerCompose.Ended ended = replicaSet("no");
        if (!ended.well()) {
            throw new ClusterException("MongoDB did not become a replica set of three: " + ended.lastLine());
        }
    }

    private DockerCompose.Ended replicaSet(String onlyAsk) {
        return compose.ask(
                TASK,
                "exec",
                "-T",
                "--env",
                "ONLY_ASK=" + onlyAsk,
                "mongodb-1",
                "mongosh",
                "--quiet",
                "--norc",
                "mongodb://localhost:27017/?directConnection=true",
                "/opt/parley/replica-set.js");
    }

    /// A part of [Preparation] in a container beside the engines, which this host cannot reach.
    private Step task(String name, String part) {
        return Step.always(name, () -> compose.run(TASK, tool("cluster", "prepare", part)));
    }

    private void verify() {
        List<String> words = new ArrayList<>(List.of("check"));
        for (ServiceName service : ServiceName.values()) {
            words.add("--url");
            words.add(service.word() + "=http://" + service.word() + ":" + ParleyConfig.DEFAULTS.port(service));
        }
        DockerCompose.Ended ended = compose.ask(TASK, tool(words.toArray(String[]::new)));
        if (!ended.well()) {
            String failed = String.join(
                    "; ",
                    ended.output()
                            .lines()
                            .filter(line -> line.startsWith("FAILED"))
                            .toList());
            throw new ClusterException(failed.isEmpty() ? ended.lastLine() : failed);
        }
    }

    private static String[] tool(String... words) {
        return Stream.concat(Stream.of("run", "--rm", "--no-deps", "-T", "tool"), Arrays.stream(words))
                .toArray(String[]::new);
    }

    private boolean healthy(List<String> names) {
        Map<String, JsonNode> containers = containers();
        return names.stream().allMatch(name -> {
            JsonNode container = containers.get(name);
            return container != null && isHealthy(container);
        });
    }

    private static boolean isHealthy(JsonNode container) {
        return container.path("State").asText().equals("running")
                && container.path("Health").asText().equals("healthy");
    }

    /// By service. `docker compose ps` prints one JSON object a line.
    private Map<String, JsonNode> containers() {
        Map<String, JsonNode> containers = new TreeMap<>();
        String lines = compose.run(TASK, "ps", "--all", "--format", "json");
        for (String line : lines.lines().filter(line -> line.startsWith("{")).toList()) {
            try {
                JsonNode container = Json.parse(line.getBytes(StandardCharsets.UTF_8));
                containers.put(container.path("Service").asText(), container);
            } catch (IOException e) {
                throw new ClusterException("docker compose ps said what is no JSON: " + line, e);
            }
        }
        return containers;
    }
}
