package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.json.Json;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/// What an operator sees of the commands, good days and bad.
@ExtendWith(SharedPlatform.class)
class CommandLineTest {
    private static final List<String> CHECKS = List.of(
            "Auth Service Health",
            "Auth Service Ready",
            "Compliance Service Health",
            "Compliance Service Ready",
            "Compliance Audit Logging",
            "Crypto Service Health",
            "Crypto Service Ready",
            "Crypto Encrypt/Decrypt",
            "Gateway Health",
            "Gateway Compliance Logging",
            "Socket Service 1",
            "Socket Service 2",
            "Messaging Service",
            "Media Service",
            "Search Service");

    @TempDir
    Path folder;

    private final RunningPlatform platform;

    CommandLineTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void checkPassesAllFifteenOnAHealthyPlatform() throws Exception {
        Ended ended = Ended.run(Map.of(), checkArguments("--json"));
        assertThat(ended.status()).as(ended.toString()).isZero();
        JsonNode report = Json.parse(ended.out().getBytes(StandardCharsets.UTF_8));
        assertThat(report.path("checks"))
                .extracting(check -> check.path("name").asText())
                .containsExactlyElementsOf(CHECKS);
        assertThat(report.path("checks"))
                .allMatch(check -> check.path("status").asText().equals("PASSED"));
        Ended text = Ended.run(Map.of(), checkArguments());
        assertThat(text.status()).isZero();
        assertThat(text.out()).contains(CHECKS).contains("PASSED").doesNotContain("FAILED");
    }

    @Test
    void checkTurnsTheChecksOfAStoppedServiceRed() throws Exception {
        List<String> arguments = new ArrayList<>(List.of(checkArguments("--json")));
        arguments.add("--url");
        try (ServerSocket nobody = new ServerSocket(0)) {
            arguments.add("crypto=http://127.0.0.1:" + nobody.getLocalPort());
        }
        Ended ended = Ended.run(Map.of(), arguments.toArray(String[]::new));
        assertThat(ended.status()).isEqualTo(1);
        JsonNode report = Json.parse(ended.out().getBytes(StandardCharsets.UTF_8));
        List<String> red = new ArrayList<>();
        report.path("checks").forEach(check -> {
            if (check.path("status").asText().equals("FAILED")) {
                red.add(check.path("name").asText());
            }
        });
        assertThat(red).containsExactly("Crypto Service Health", "Crypto Service Ready", "Crypto Encrypt/Decrypt");
    }

    @Test
    void aTakenPortIsOneClearLine() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Map<String, String> ports = new java.util.HashMap<>(portVariables(RunningPlatform.freePorts()));
            ports.put("PARLEY_MESSAGING_PORT", Integer.toString(taken.getLocalPort()));
            Ended ended =
                    Ended.run(ports, "start", "--data", folder.resolve("d").toString());
            assertRefused(ended, Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void aSecondProcessOnTheSameDataIsOneClearLine() throws Exception {
        Ended ended = Ended.run(
                portVariables(RunningPlatform.freePorts()),
                "start",
                "--data",
                platform.data().toString());
        assertRefused(ended, platform.data().toString());
        assertThat(Http.get(platform.gateway("/ready")).status()).isEqualTo(200);
    }

    @Test
    void aDataFolderThatIsAFileIsOneClearLine() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        Ended ended = Ended.run(portVariables(RunningPlatform.freePorts()), "start", "--data", file.toString());
        assertRefused(ended, file.toString());
    }

    @Test
    void anUnknownKeyIsOneClearLineThatNamesIt() throws Exception {
        Path config = Files.writeString(folder.resolve("parley.yaml"), "gateway:\n  prot: 3000\n");
        Ended ended =
                Ended.run(Map.of(), "start", "--data", folder.resolve("d").toString(), "--config", config.toString());
        assertRefused(ended, "gateway.prot");
        assertThat(folder.resolve("d")).doesNotExist();
    }

    @Test
    void aWrongValueIsOneClearLineThatNamesItsKey() throws Exception {
        assertRefused(
                Ended.run(
                        Map.of("PARLEY_GATEWAY_PORT", "many"),
                        "start",
                        "--data",
                        folder.resolve("d").toString()),
                "gateway.port");
    }

    @Test
    void whatIsOnDiskIsForTheOwnerOnly() throws Exception {
        try (Stream<Path> files = Files.walk(platform.data())) {
            assertThat(files.toList())
                    .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .as(file.toString())
                            .endsWith("------"));
        }
    }

    @Test
    void cleanAsksFirstAndThenLeavesNothingBehind() throws Exception {
        Path data = folder.resolve("to-clean");
        String conversation;
        Person ada;
        try (RunningPlatform first = RunningPlatform.start(data, Map.of())) {
            ada = Person.joins(first, "ada");
            conversation = ada.startsConversation("old");
            assertThat(Ended.run(Map.of(), "start", "--clean", "--yes", "--data", data.toString())
                            .status())
                    .as("not while it is in use")
                    .isEqualTo(5);
            ada.says(conversation, "still here");
        }
        assertThat(Ended.run(Map.of(), "start", "--clean", "--data", data.toString())
                        .status())
                .as("nobody said yes")
                .isEqualTo(2);
        assertThat(data.resolve("parley.db")).isNotEmptyFile();
        try (RunningPlatform second = RunningPlatform.start(data, Map.of(), "--clean", "--yes")) {
            assertThat(Http.get(second.gateway("/v1/me"), "Authorization", ada.bearer())
                            .expect(401)
                            .problemCode())
                    .isEqualTo("invalid-token");
            Person.joins(second, "ada").startsConversation("new");
        }
    }

    @Test
    void demoTellsTheWholeStoryAgainstAPlatformOfItsOwn() throws Exception {
        Ended ended = Ended.run(Map.of(), "demo");
        assertThat(ended.status()).as(ended.toString()).isZero();
        assertThat(ended.out()).containsIgnoringCase("tampered").containsIgnoringCase("verif");
    }

    private String[] checkArguments(String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("check", "--data", platform.data().toString()));
        platform.ports().forEach((service, port) -> {
            arguments.add("--url");
            arguments.add(service + "=http://127.0.0.1:" + port);
        });
        arguments.addAll(List.of(more));
        return arguments.toArray(String[]::new);
    }

    private static Map<String, String> portVariables(Map<String, Integer> ports) {
        Map<String, String> variables = new java.util.HashMap<>();
        ports.forEach((service, port) -> variables.put(RunningPlatform.portVariable(service), Integer.toString(port)));
        return variables;
    }

    private static void assertRefused(Ended ended, String named) {
        assertThat(ended.status()).as(ended.toString()).isNotZero();
        assertThat(ended.err().lines().filter(line -> !line.isBlank()).toList())
                .as("one line on standard error")
                .hasSize(1)
                .first()
                .asString()
                .contains(named);
    }
}
