package dev.parley.engines;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Apicurio Registry on loopback: a registry of schemas, of which nothing is kept when it ends.
public final class ApicurioRegistry implements Engine {
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    private final int port;
    private final EngineProcess process;

    private ApicurioRegistry(int port, EngineProcess process) {
        this.port = port;
        this.process = process;
    }

    /// Starts it on a free port and waits until it answers.
    ///
    /// @param folder exists; its log goes there
    public static ApicurioRegistry start(Path folder) {
        List<Integer> ports = Ports.free(2);
        EngineProcess process = EngineProcess.start(
                "apicurio",
                folder,
                Map.of(),
                List.of(
                        Installed.java(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + ports.getFirst(),
                        "-Dquarkus.management.host=127.0.0.1",
                        "-Dquarkus.management.port=" + ports.getLast(),
                        "-jar",
                        Installed.unpacked("apicurio", "registry/quarkus-run.jar")
                                .toString()));
        process.await("listened", START_PATIENCE, () -> Ports.answers(ports.getFirst()));
        return new ApicurioRegistry(ports.getFirst(), process);
    }

    /// Where it speaks the protocol of Confluent's registry.
    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
    }

    @Override
    public void close() {
        process.close();
    }
}
