package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/// `parley cluster` with real engines on this host, as an operator meets it: one cluster, from its first day to its
/// end. The methods are its days, in order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LocalClusterTest {
    private static final String STEP_DONE = "(?s)(\\[\\d+/10] [^…]+… (was )?ready \\(\\d+\\.\\d s\\)\\R){10}.*";
    private static final Pattern PART = Pattern.compile("running +(\\S+) +process (\\d+)");
    private static final int CLUSTER_FAILED = 8;

    private final Path folder = temporary();
    private final Path data = folder.resolve("cluster");

    private record Ended(int status, String out, String err) {}

    @BeforeAll
    void comesUpInTenSteps() throws Exception {
        Ended up = cluster("up", "--free-ports");
        assertThat(up.status()).as(up.toString()).isZero();
        assertThat(up.out()).matches(STEP_DONE);
    }

    @AfterAll
    void leaveNothing() throws Exception {
        cluster("down");
        SharedPlatform.deleteTree(folder);
    }

    @Test
    @Order(1)
    void runsOnWithoutTheCommandAndServesPeople() throws Exception {
        assertThat(running()).hasSize(22).containsKeys("postgresql-standby", "kafka/kafka-2", "gateway", "socket2");
        Properties ports = ports();
        Http.Reply me = Http.get(URI.create("http://127.0.0.1:" + ports.getProperty("gateway") + "/v1/me"));
        assertThat(me.status()).isEqualTo(401);
        Ended check = run(
                Map.of(),
                "check",
                "--config",
                data.resolve("cluster.yaml").toString(),
                "--service-key",
                data.resolve("secrets/service.key").toString());
        assertThat(check.status()).as(check.toString()).isZero();
        assertThat(check.out()).contains("15 passed");
    }

    @Test
    @Order(2)
    void comesUpASecondTimeWithoutChangingAnything() throws Exception {
        Map<String, Long> before = running();
        String config = Files.readString(data.resolve("cluster.yaml"));
        Ended again = cluster("up");
        assertThat(again.status()).as(again.toString()).isZero();
        assertThat(again.out())
                .contains("[1/10] keys … was ready")
                .contains("[2/10] infrastructure … was ready")
                .contains("[3/10] replica set … was ready")
                .contains("[9/10] services … was ready");
        assertThat(running()).isEqualTo(before);
        assertThat(data.resolve("cluster.yaml")).hasContent(config);
    }

    @Test
    @Order(3)
    void namesThePortThatSomebodyElseTook() throws Exception {
        kill("gateway");
        int port = Integer.parseInt(ports().getProperty("gateway"));
        try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            Ended up = cluster("up");
            assertThat(up.status()).as(up.toString()).isEqualTo(CLUSTER_FAILED);
            assertThat(up.err().lines())
                    .singleElement()
                    .asString()
                    .contains("step 9 of 10, services", "port " + taken.getLocalPort() + " of gateway is taken");
        }
    }

    @Test
    @Order(4)
    void startsAgainWhatDiedAndLeavesTheRestAlone() throws Exception {
        kill("messaging");
        kill("kafka/kafka-1");
        Map<String, Long> survivors = running();
        Ended status = cluster("status");
        assertThat(status.status()).isEqualTo(1);
        assertThat(status.out()).contains("19 of 22 run").containsPattern("- +messaging +stopped");

        Ended up = cluster("up");
        assertThat(up.status()).as(up.toString()).isZero();
        assertThat(running()).hasSize(22).containsAllEntriesOf(survivors);
    }

    @Test
    @Order(5)
    void stopsAllOfIt() throws Exception {
        Map<String, Long> before = running();
        Ended down = cluster("down");
        assertThat(down.status()).as(down.toString()).isZero();
        assertThat(down.out().lines()).startsWith("stopped the services").endsWith("stopped postgresql");
        assertThat(cluster("status").out()).contains("0 of 22 run");
        assertThat(before.values())
                .noneMatch(pid -> ProcessHandle.of(pid)
                        .filter(process -> process.info().command().isPresent())
                        .isPresent());
        assertThat(cluster("down").status()).as("nothing is left to stop").isZero();
    }

    @Test
    @Order(6)
    void saysInOneLineWhatIsMissingOnTheHost() throws Exception {
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Map<String, String> environment = Map.of("PATH", empty.toString());
        Ended local = run(
                environment,
                "cluster",
                "up",
                "--local",
                "--data",
                folder.resolve("other").toString());
        assertThat(local.status()).as(local.toString()).isEqualTo(CLUSTER_FAILED);
        assertThat(local.err().lines())
                .singleElement()
                .asString()
                .contains("step 2 of 10, infrastructure", "redis-server", "apt-get install -y");

        Ended compose = run(environment, "cluster", "up");
        assertThat(compose.status()).as(compose.toString()).isEqualTo(CLUSTER_FAILED);
        assertThat(compose.err().lines())
                .singleElement()
                .asString()
                .contains("docker is not installed", "./parley cluster up --local");
    }

    private Map<String, Long> running() throws Exception {
        Map<String, Long> running = new TreeMap<>();
        Matcher part = PART.matcher(cluster("status").out());
        while (part.find()) {
            running.put(part.group(1), Long.parseLong(part.group(2)));
        }
        return running;
    }

    private void kill(String part) throws Exception {
        ProcessHandle process = Optional.ofNullable(running().get(part))
                .flatMap(ProcessHandle::of)
                .orElseThrow();
        process.destroyForcibly();
        org.awaitility.Awaitility.await().until(() -> process.info().command().isEmpty());
    }

    private Properties ports() throws IOException {
        Properties ports = new Properties();
        ports.load(new StringReader(Files.readString(data.resolve("ports.properties"))));
        return ports;
    }

    private Ended cluster(String command, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("cluster", command, "--local", "--data", data.toString()));
        arguments.addAll(List.of(options));
        return run(Map.of(), arguments.toArray(String[]::new));
    }

    private Ended run(Map<String, String> environment, String... arguments) throws Exception {
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        List<String> command = new ArrayList<>(RunningPlatform.command(arguments));
        if (System.getProperty("parley.launcher") == null) {
            // Which the launcher tells it.
            command.add(1, "-Dparley.engines=" + Path.of("../engines").toRealPath());
        }
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        process.getOutputStream().close();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + Files.readString(out) + Files.readString(err));
        }
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /// Which engines can enter that run as somebody else where this is root.
    private static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("parley-cluster-");
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
