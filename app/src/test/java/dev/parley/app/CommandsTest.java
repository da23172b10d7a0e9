package dev.parley.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.compliance.chain.AuditJsonLines;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// Commands that are refused, and how.
class CommandsTest {
    @TempDir
    Path folder;

    private record Ended(int code, String out, String err) {}

    private static Ended run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Parley.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int code = commandLine.execute(arguments);
        return new Ended(code, out.toString(), err.toString());
    }

    private static void assertRefused(Ended ended, int code, String words) {
        assertThat(ended.code()).as(ended.toString()).isEqualTo(code);
        assertThat(ended.err().lines())
                .hasSize(1)
                .first()
                .asString()
                .startsWith("parley: ")
                .contains(words);
    }

    @Test
    void refusesWhatItDoesNotUnderstand() {
        assertRefused(run("strat"), ExitCode.USAGE, "strat");
        assertRefused(run("start", "--dta", "x"), ExitCode.USAGE, "--dta");
    }

    @Test
    void refusesAConfigurationBeforeItTouchesTheData() throws Exception {
        Path data = folder.resolve("data");
        Path config = Files.writeString(folder.resolve("parley.yaml"), "gateway: {prot: 1}\n");
        assertRefused(
                run("start", "--data", data.toString(), "--config", config.toString()),
                ExitCode.CONFIGURATION,
                "gateway.prot: unknown key; did you mean \"port\"?");
        assertRefused(
                run("start", "--data", data.toString(), "--services", "gatway"), ExitCode.CONFIGURATION, "gatway");
        assertRefused(
                run("start", "--data", data.toString(), "--services", "messaging,auth,crypto"),
                ExitCode.CONFIGURATION,
                "peers.compliance: is needed by messaging");
        assertThat(data).doesNotExist();
    }

    @Test
    void refusesADataFolderThatIsNone() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertRefused(run("start", "--data", file.toString()), ExitCode.DATA, file.toString());
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            Path config = Files.writeString(
                    folder.resolve("parley.yaml"),
                    "host: 0.0.0.0\npeers: {auth: 'http://localhost:1', compliance: 'http://localhost:1'}\n"
                            + "crypto: {port: " + taken.getLocalPort() + "}\n");
            Ended ended = run(
                    "start",
                    "--data",
                    folder.resolve("data").toString(),
                    "--config",
                    config.toString(),
                    "--services",
                    "crypto");
            assertRefused(ended, ExitCode.PORT, Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void verifiesAnExportAndNamesTheBrokenEntry() throws IOException {
        Path log = folder.resolve("audit.jsonl");
        try (OutputStream out = Files.newOutputStream(log)) {
            AuditJsonLines.write(
                    List.of(new AuditEntry(1, "{}", "0".repeat(64))).iterator(), out);
        }
        Ended broken = run("audit", "verify", log.toString());
        assertThat(broken.code()).isEqualTo(ExitCode.NOT_PASSED);
        assertThat(broken.out()).contains("entry 1");

        Files.writeString(log, "");
        assertThat(run("audit", "verify", log.toString()).code()).isEqualTo(ExitCode.DONE);
        assertRefused(run("audit", "verify", folder.resolve("no").toString()), ExitCode.NOT_PASSED, "cannot be read");
    }

    @Test
    void documentsEveryExitCode() {
        String document = SourceTree.read(SourceTree.root().resolve("docs/operations/exit-codes.md"));
        for (int code : List.of(
                ExitCode.DONE,
                ExitCode.NOT_PASSED,
                ExitCode.USAGE,
                ExitCode.CONFIGURATION,
                ExitCode.PORT,
                ExitCode.DATA,
                ExitCode.CLUSTER,
                ExitCode.FAULT)) {
            assertThat(document).contains("| " + code + " |");
        }
    }
}
