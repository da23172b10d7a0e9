package dev.parley.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.app.SourceTree;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.core.config.ConfigReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The compose file, as far as it can be judged without a container engine.
class ComposeFileTest {
    private static final Path DEPLOY = SourceTree.root().resolve("deploy");
    private static final ComposeFile COMPOSE = ComposeFile.read(DEPLOY.resolve("compose.yaml"));

    /// What we use of the compose specification. A key that is none of these is a slip, or is to be added here by
    /// somebody who has looked it up.
    private static final Set<String> SERVICE_KEYS = Set.of(
            "image",
            "build",
            "user",
            "read_only",
            "tmpfs",
            "networks",
            "network_mode",
            "environment",
            "configs",
            "secrets",
            "stop_grace_period",
            "deploy",
            "restart",
            "cap_drop",
            "cap_add",
            "security_opt",
            "logging",
            "command",
            "entrypoint",
            "volumes",
            "depends_on",
            "healthcheck",
            "ports",
            "profiles",
            "hostname",
            "ulimits");

    /// The one that gives MinIO's volume away; it has no network and no other right.
    private static final Set<String> AS_ROOT = Set.of("minio-volume");

    /// Run once and end, or only when somebody asks.
    private static final Set<String> NOT_LASTING = Set.of("minio-volume", "tool");

    private static final List<String> ENGINES = List.of(
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

    private static final Pattern IMAGE = Pattern.compile("(?:\\$\\{\\w+:-)?[a-z0-9./-]+:([A-Za-z0-9._-]+)}?");
    private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)(:?[-?][^}]*)?}");

    @Test
    void usesOnlyKeysThatComposeKnows() {
        assertThat(COMPOSE.root().properties().stream().map(Map.Entry::getKey).filter(key -> !key.startsWith("x-")))
                .containsExactlyInAnyOrder("name", "services", "networks", "configs", "secrets", "volumes");
        COMPOSE.eachService((name, service) ->
                assertThat(ComposeFile.mentioned(service, "")).as(name).isSubsetOf(SERVICE_KEYS));
    }

    @Test
    void runsEveryServiceInAContainerOfItsOwn() {
        for (ServiceName service : ServiceName.values()) {
            JsonNode container = COMPOSE.services().get(service.word());
            assertThat(container).as(service.word()).isNotNull();
            assertThat(ComposeFile.mentioned(container.path("command"), ""))
                    .containsExactly("start", "--services", service.word());
        }
        assertThat(COMPOSE.services()).containsKeys(ENGINES.toArray(String[]::new));
        assertThat(COMPOSE.services()).containsKeys("kafka-ui", "mongo-express", "redis-commander", "minio-console");
    }

    @Test
    void publishesTheGatewayAndTheSocketsAndForAdministratorsLoopback() {
        Map<String, String> published = new HashMap<>();
        COMPOSE.eachService(
                (name, service) -> service.path("ports").forEach(port -> published.put(name, port.asText())));
        for (ServiceName edge : List.of(ServiceName.GATEWAY, ServiceName.SOCKET1, ServiceName.SOCKET2)) {
            int port = ParleyConfig.DEFAULTS.port(edge);
            assertThat(published.remove(edge.word())).isEqualTo("${PUBLISH_ADDRESS:-127.0.0.1}:" + port + ":" + port);
        }
        assertThat(published).allSatisfy((name, port) -> {
            assertThat(ComposeFile.mentioned(COMPOSE.services().get(name).path("profiles"), ""))
                    .as(name)
                    .containsExactly("admin");
            assertThat(port).startsWith("127.0.0.1:");
        });
        assertThat(published.values().stream().map(port -> port.split(":")[1])).doesNotHaveDuplicates();
    }

    @Test
    void keepsEnginesInANetworkWithoutAWayOut() {
        assertThat(COMPOSE.root()
                        .path("networks")
                        .path("engines")
                        .path("internal")
                        .asBoolean())
                .isTrue();
        for (String engine : ENGINES) {
            assertThat(ComposeFile.mentioned(COMPOSE.services().get(engine).path("networks"), ""))
                    .as(engine)
                    .containsExactly("engines");
        }
        COMPOSE.parley().forEach((name, service) -> {
            boolean edge = service.has("ports");
            assertThat(ComposeFile.mentioned(service.path("networks"), ""))
                    .as(name)
                    .isEqualTo(edge ? List.of("engines", "edge") : List.of("engines"));
        });
    }

    @Test
    void checksTheHealthOfEverythingThatLasts() {
        COMPOSE.eachService((name, service) -> {
            JsonNode health = service.path("healthcheck");
            if (NOT_LASTING.contains(name)) {
                assertThat(health.path("disable").asBoolean()).as(name).isTrue();
                return;
            }
            assertThat(health.path("test").path(0).asText()).as(name).isIn("CMD", "CMD-SHELL");
            assertThat(health.has("interval") && health.has("timeout") && health.has("retries"))
                    .as(name)
                    .isTrue();
        });
        for (ServiceName service : ServiceName.values()) {
            JsonNode test =
                    COMPOSE.services().get(service.word()).path("healthcheck").path("test");
            assertThat(test.path(test.size() - 1).asText())
                    .isEqualTo(Integer.toString(ParleyConfig.DEFAULTS.port(service)));
        }
    }

    @Test
    void waitsForWhatExistsAndSaysHowItIs() {
        COMPOSE.eachService((name, service) -> service.path("depends_on")
                .properties()
                .forEach(dependency -> {
                    JsonNode target = COMPOSE.services().get(dependency.getKey());
                    assertThat(target).as(name + " → " + dependency.getKey()).isNotNull();
                    String condition = dependency.getValue().path("condition").asText();
                    boolean once = NOT_LASTING.contains(dependency.getKey());
                    assertThat(condition)
                            .as(name + " → " + dependency.getKey())
                            .isEqualTo(once ? "service_completed_successfully" : "service_healthy");
                    // Otherwise the profile would have to be chosen for what needs it.
                    assertThat(service.path("profiles"))
                            .as(name)
                            .isEqualTo(target.has("profiles") ? target.path("profiles") : service.path("profiles"));
                }));
        assertThat(circle()).isEmpty();
    }

    @Test
    void mentionsOnlyWhatItDeclaresAndUsesAllOfThat() {
        Map<String, TreeSet<String>> used = new HashMap<>();
        for (String kind : List.of("secrets", "configs", "networks", "volumes")) {
            used.put(kind, new TreeSet<>());
        }
        COMPOSE.eachService((name, service) -> {
            used.get("secrets").addAll(ComposeFile.mentioned(service.path("secrets"), "source"));
            used.get("configs").addAll(ComposeFile.mentioned(service.path("configs"), "source"));
            used.get("networks").addAll(ComposeFile.mentioned(service.path("networks"), ""));
            ComposeFile.mentioned(service.path("volumes"), "source").stream()
                    .map(volume -> volume.split(":")[0])
                    .filter(source -> !source.startsWith("."))
                    .forEach(used.get("volumes")::add);
        });
        used.forEach((kind, names) -> assertThat(names).as(kind).isEqualTo(COMPOSE.names(kind)));
    }

    @Test
    void mountsFilesThatAreThereOrThatUpMakes() {
        List<String> mounted = new ArrayList<>();
        COMPOSE.root()
                .path("configs")
                .forEach(config -> mounted.add(config.path("file").asText()));
        COMPOSE.root()
                .path("secrets")
                .forEach(secret -> mounted.add(secret.path("file").asText()));
        COMPOSE.eachService((name, service) -> service.path("volumes").forEach(volume -> {
            if (volume.asText().startsWith(".")) {
                mounted.add(volume.asText().split(":")[0]);
                assertThat(volume.asText()).as(name).endsWith(":ro");
            }
        }));
        assertThat(mounted)
                .allSatisfy(file -> assertThat(file)
                        .satisfiesAnyOf(
                                there -> assertThat(DEPLOY.resolve(there)).exists(),
                                made -> assertThat(made).startsWith("./secrets/")));
        String ignored = SourceTree.read(SourceTree.root().resolve(".gitignore"));
        assertThat(ignored).contains("/deploy/.env\n", "/deploy/secrets/\n");
    }

    @Test
    void pinsEveryImage() {
        COMPOSE.eachService((name, service) -> {
            Matcher image = IMAGE.matcher(service.path("image").asText());
            assertThat(image.matches()).as(name + ": " + service.path("image")).isTrue();
            assertThat(image.group(1)).as(name).isNotEqualTo("latest");
            // Our own is built here; of others the tag has to say which release it is.
            if (!service.has("build")) {
                assertThat(image.group(1)).as(name).containsPattern("\\d+[.-]\\d+[.-]\\d+");
            }
        });
    }

    @Test
    void givesNobodyMoreRightsThanItNeeds() {
        COMPOSE.eachService((name, service) -> {
            String user = service.path("user").asText();
            assertThat(user.startsWith("0:")).as(name + " runs as " + user).isEqualTo(AS_ROOT.contains(name));
            assertThat(user).as(name).matches("\\d+:\\d+");
            assertThat(ComposeFile.mentioned(service.path("cap_drop"), ""))
                    .as(name)
                    .containsExactly("ALL");
            assertThat(ComposeFile.mentioned(service.path("security_opt"), ""))
                    .as(name)
                    .containsExactly("no-new-privileges:true");
            assertThat(service.has("privileged")).as(name).isFalse();
        });
        AS_ROOT.forEach(name -> assertThat(
                        COMPOSE.services().get(name).path("network_mode").asText())
                .isEqualTo("none"));
        COMPOSE.parley()
                .forEach((name, service) -> assertThat(service.path("read_only").asBoolean())
                        .as(name)
                        .isTrue());
    }

    @Test
    void boundsMemoryAndProcessorsAndRestartsWhatLasts() {
        COMPOSE.eachService((name, service) -> {
            if (name.equals("minio-volume")) {
                return;
            }
            JsonNode limits = service.path("deploy").path("resources").path("limits");
            assertThat(limits.has("cpus") && limits.has("memory")).as(name).isTrue();
            assertThat(service.path("restart").asText())
                    .as(name)
                    .isEqualTo(NOT_LASTING.contains(name) ? "no" : "unless-stopped");
        });
    }

    @Test
    void holdsNoPassword() {
        COMPOSE.eachService((name, service) -> service.path("environment")
                .properties()
                .forEach(variable -> {
                    boolean secret = variable.getKey().matches(".*(PASSWORD|SECRET|TOKEN|_KEY)(_FILE)?");
                    if (secret) {
                        assertThat(variable.getKey()).as(name).endsWith("_FILE");
                        assertThat(variable.getValue().asText()).as(name).startsWith("/run/secrets/");
                        String file = variable.getValue().asText().substring("/run/secrets/".length());
                        assertThat(ComposeFile.mentioned(service.path("secrets"), "source"))
                                .as(name)
                                .contains(file);
                    }
                }));
    }

    @Test
    void lastsUntilRequestsHaveFinished() {
        ParleyConfig config = config(Map.of());
        Duration drained = config.drain().delay().plus(config.drain().timeout());
        COMPOSE.parley()
                .forEach((name, service) -> assertThat(Duration.parse(
                                "PT" + service.path("stop_grace_period").asText()))
                        .as(name)
                        .isGreaterThan(drained.plusSeconds(10)));
    }

    @Test
    void givesParleyAConfigurationThatItAccepts(@TempDir Path folder) throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "s3cret\n");
        Map<String, String> environment = new HashMap<>();
        JsonNode variables = COMPOSE.services().get("media").path("environment");
        variables
                .properties()
                .forEach(variable -> environment.put(
                        variable.getKey(),
                        variable.getValue().asText().startsWith("/run/secrets/")
                                ? secret.toString()
                                : variable.getValue().asText()));
        environment.remove("PARLEY_CONFIG");

        ParleyConfig config = config(environment);

        assertThat(config.host()).isEqualTo("0.0.0.0");
        assertThat(config.peers().keySet())
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(ServiceName.values())
                        .map(ServiceName::word)
                        .toList());
        config.peers()
                .forEach((service, urls) -> assertThat(urls).allSatisfy(url -> {
                    assertThat(url.getHost()).isEqualTo(service);
                    assertThat(url.getPort()).isEqualTo(config.port(ServiceName.of(service)));
                }));
    }

    @Test
    void makesEveryVariableThatItAsksFor() {
        String text = SourceTree.read(DEPLOY.resolve("compose.yaml"));
        TreeSet<String> needed = new TreeSet<>();
        Matcher variable = VARIABLE.matcher(text);
        while (variable.find()) {
            if (variable.group(2) == null || variable.group(2).startsWith(":?")) {
                needed.add(variable.group(1));
            }
        }
        // ComposeSecretsTest holds that `up` makes it.
        assertThat(needed).containsExactly("KAFKA_CLUSTER_ID");
    }

    @Test
    void buildsItsImageFromWhatIsThere() {
        String dockerfile = SourceTree.read(DEPLOY.resolve("Dockerfile"));
        List<String> instructions = dockerfile
                .replaceAll("(?m)^#.*\\R", "")
                .replaceAll("\\\\\\R\\s*", "")
                .lines()
                .filter(line -> !line.isBlank())
                .toList();
        for (String copy : instructions.stream()
                .filter(line -> line.startsWith("COPY ") && !line.contains("--from="))
                .toList()) {
            assertThat(SourceTree.root().resolve(copy.split(" ")[1])).exists();
        }
        assertThat(instructions).anyMatch(line -> line.startsWith("HEALTHCHECK "));
        assertThat(instructions.stream()
                        .filter(line -> line.startsWith("USER "))
                        .reduce((first, last) -> last))
                .contains("USER 10001:10001");
        // The exec form: Java is process 1 and gets the signals.
        assertThat(instructions.stream().filter(line -> line.startsWith("ENTRYPOINT ")))
                .singleElement()
                .asString()
                .startsWith("ENTRYPOINT [\"java\"");
        assertThat(dockerfile).doesNotContain(":latest");
        assertThat(SourceTree.read(SourceTree.root().resolve(".dockerignore")))
                .contains("deploy/secrets", "deploy/.env", "**/target");
    }

    private static ParleyConfig config(Map<String, String> environment) {
        return new ConfigReader(environment, Set.of()).read(ParleyConfig.DEFAULTS, DEPLOY.resolve("cluster.yaml"));
    }

    /// The services that wait for themselves.
    private static List<String> circle() {
        return COMPOSE.services().keySet().stream()
                .filter(name -> behind(name, new TreeSet<>()).contains(name))
                .toList();
    }

    private static Set<String> behind(String name, TreeSet<String> seen) {
        Stream<String> next = ComposeFile.mentioned(COMPOSE.services().get(name).path("depends_on"), "").stream();
        next.filter(seen::add).forEach(dependency -> behind(dependency, seen));
        return seen;
    }
}
