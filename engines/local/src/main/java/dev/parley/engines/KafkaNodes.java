package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Three Kafka nodes, each broker and controller in a process of its own (KRaft). Data survives [#close] and comes
/// back when they are started again in the same folder on the same ports.
///
/// Made for one host: small heaps, few internal partitions, and a node that is gone is noticed in 6 s.
public final class KafkaNodes implements Engine {
    public static final int NODES = 3;

    private static final Duration FORMAT_PATIENCE = Duration.ofSeconds(60);
    private static final Duration START_PATIENCE = Duration.ofSeconds(120);
    private static final int HEAP_MEGABYTES = 256;
    /// The id of every cluster made here: nodes of another folder cannot be mixed in, for they have other ports.
    private static final String CLUSTER_ID = "UGFybGV5TG9jYWxOb2Rlcw";

    private static final String KEY_STORE_PASSWORD = "plainly-fake";

    private final Path folder;
    private final List<Integer> ports;
    private final Optional<User> user;
    private final String classPath;
    private final List<EngineProcess> processes = new ArrayList<>();

    private KafkaNodes(Path folder, List<Integer> ports, Optional<User> user, String classPath) {
        this.folder = folder;
        this.ports = ports;
        this.user = user;
        this.classPath = classPath;
    }

    /// Who may log in at [#securedAddresses]. Given to Kafka on its command line, so for trying things out only.
    public record User(String name, String password) {
        @Override
        public String toString() {
            return name;
        }
    }

    /// Starts them in `folder` on free ports.
    public static KafkaNodes start(Path folder) {
        return start(folder, Ports.free(2 * NODES));
    }

    /// Starts them in `folder`.
    ///
    /// @param ports three for clients, then three for the controllers
    /// @throws EngineUnavailableException when Kafka was not unpacked or does not start
    public static KafkaNodes start(Path folder, List<Integer> ports) {
        return start(folder, ports, Optional.empty());
    }

    /// Starts them in `folder`, with a second address that asks for TLS and a password (SCRAM-SHA-512).
    ///
    /// @param ports three for clients, three for the controllers, three for the secured addresses
    public static KafkaNodes startSecured(Path folder, List<Integer> ports, User user) {
        return start(folder, ports, Optional.of(user));
    }

    private static KafkaNodes start(Path folder, List<Integer> ports, Optional<User> user) {
        int needed = (user.isPresent() ? 3 : 2) * NODES;
        if (ports.size() != needed) {
            throw new IllegalArgumentException(ports.size() + " ports; Kafka needs " + needed);
        }
        String classPath = Installed.unpacked("kafka", "lib").resolve("*").toString();
        KafkaNodes nodes = new KafkaNodes(folder, List.copyOf(ports), user, classPath);
        nodes.startAll();
        return nodes;
    }

    /// `host:port` of each node.
    public List<String> addresses() {
        return ports.stream().limit(NODES).map(port -> "localhost:" + port).toList();
    }

    /// `host:port` of each node where it asks for TLS and a password.
    public List<String> securedAddresses() {
        return ports.stream().skip(2 * NODES).map(port -> "localhost:" + port).toList();
    }

    /// PEM file of the certificate that the secured addresses show.
    public Path certificate() {
        return folder.resolve("certificate.pem");
    }

    /// `kill -9` of a node, 0 to 2.
    public void kill(int node) {
        processes.get(node).kill();
    }

    /// Starts a node that was killed, on the data it had, and waits until it serves.
    public void restart(int node) {
        EngineProcess again = launch(node);
        processes.set(node, again);
        awaitServing(node, again, served(node));
    }

    /// `kill -9` of all, at once.
    public void killAll() {
        processes.stream()
                .map(process -> Thread.startVirtualThread(process::kill))
                .toList()
                .forEach(KafkaNodes::join);
    }

    /// Starts all that were killed, on the data they had, and waits until they serve.
    public void restartAll() {
        List<Long> served = IntStream.range(0, NODES).mapToObj(this::served).toList();
        for (int node = 0; node < NODES; node++) {
            processes.set(node, launch(node));
        }
        for (int node = 0; node < NODES; node++) {
            awaitServing(node, processes.get(node), served.get(node));
        }
    }

    /// `kill -STOP`: the node hangs with its connections open.
    public void suspend(int node) {
        processes.get(node).suspend();
    }

    public void resume(int node) {
        processes.get(node).resume();
    }

    @Override
    public void close() {
        // Together: one that is left alone waits for a controller that is gone.
        processes.stream()
                .map(process -> Thread.startVirtualThread(() -> {
                    process.resume();
                    process.close();
                }))
                .toList()
                .forEach(KafkaNodes::join);
    }

    private void startAll() {
        List<EngineProcess> formats = new ArrayList<>();
        if (user.isPresent() && !Files.exists(certificate())) {
            makeCertificate();
        }
        for (int node = 0; node < NODES; node++) {
            configure(node);
            if (!Files.exists(data(node).resolve("meta.properties"))) {
                formats.add(EngineProcess.start(
                        "kafka-format-" + node,
                        folder,
                        Map.of(),
                        command("kafka.tools.StorageTool", formatting(node))));
            }
        }
        long deadline = System.nanoTime() + FORMAT_PATIENCE.toNanos();
        for (EngineProcess format : formats) {
            format.awaitExit("formatted its folder", Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
        }
        for (int node = 0; node < NODES; node++) {
            processes.add(launch(node));
        }
        for (int node = 0; node < NODES; node++) {
            awaitServing(node, processes.get(node), 0);
        }
    }

    private EngineProcess launch(int node) {
        return EngineProcess.start("kafka-" + node, folder, Map.of(), command("kafka.Kafka", properties(node)));
    }

    private String[] formatting(int node) {
        List<String> arguments = new ArrayList<>(List.of("format", "-t", CLUSTER_ID, "-c", properties(node)));
        user.ifPresent(login -> arguments.addAll(
                List.of("--add-scram", "SCRAM-SHA-512=[name=" + login.name() + ",password=" + login.password() + "]")));
        return arguments.toArray(String[]::new);
    }

    private void makeCertificate() {
        String keyStore = folder.resolve("key.p12").toString();
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        List<String> store = List.of("-keystore", keyStore, "-storepass", KEY_STORE_PASSWORD, "-alias", "kafka");
        List<String> generate = new ArrayList<>(List.of(keytool, "-genkeypair", "-keyalg", "EC"));
        generate.addAll(List.of("-storetype", "PKCS12", "-dname", "CN=localhost", "-ext", "san=dns:localhost"));
        generate.addAll(List.of("-validity", "3650"));
        generate.addAll(store);
        List<String> export = new ArrayList<>(List.of(keytool, "-exportcert", "-rfc"));
        export.addAll(List.of("-file", certificate().toString()));
        export.addAll(store);
        for (List<String> command : List.of(generate, export)) {
            EngineProcess.start("keytool", folder, Map.of(), command).awaitExit("made a certificate", FORMAT_PATIENCE);
        }
    }

    private List<String> command(String main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Installed.java(),
                "-Xmx" + HEAP_MEGABYTES + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.kafka.server=info",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                classPath,
                main));
        command.addAll(List.of(arguments));
        return command;
    }

    private void awaitServing(int node, EngineProcess process, long servedBefore) {
        process.await("served", START_PATIENCE, () -> served(node) > servedBefore && Ports.answers(ports.get(node)));
    }

    /// How often the node has said that it serves.
    private long served(int node) {
        Path log = folder.resolve("kafka-" + node + ".log");
        if (!Files.exists(log)) {
            return 0;
        }
        try (var lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            return lines.filter(line -> line.contains("Kafka Server started")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path data(int node) {
        return folder.resolve("data-" + node);
    }

    private String properties(int node) {
        return folder.resolve("kafka-" + node + ".properties").toString();
    }

    private void configure(int node) {
        String voters = IntStream.range(0, NODES)
                .mapToObj(i -> (i + 1) + "@localhost:" + ports.get(NODES + i))
                .collect(Collectors.joining(","));
        String text = """
                process.roles=broker,controller
                node.id=%d
                controller.quorum.voters=%s
                controller.listener.names=CONTROLLER
                log.dirs=%s
                auto.create.topics.enable=false
                default.replication.factor=3
                min.insync.replicas=2
                offsets.topic.num.partitions=3
                offsets.topic.replication.factor=3
                transaction.state.log.num.partitions=3
                transaction.state.log.replication.factor=3
                transaction.state.log.min.isr=2
                share.coordinator.state.topic.num.partitions=3
                group.initial.rebalance.delay.ms=0
                broker.session.timeout.ms=6000
                broker.heartbeat.interval.ms=1000
                controller.quorum.fetch.timeout.ms=4000
                controller.quorum.election.timeout.ms=2000
                num.network.threads=2
                num.io.threads=4
                log.cleaner.dedupe.buffer.size=8388608
                """.formatted(node + 1, voters, data(node)) + listeners(node);
        try {
            Files.createDirectories(folder);
            Files.writeString(Path.of(properties(node)), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String listeners(int node) {
        String client = "PLAINTEXT://localhost:" + ports.get(node);
        String controller = "CONTROLLER://localhost:" + ports.get(NODES + node);
        if (user.isEmpty()) {
            return """
                    listeners=%s,%s
                    advertised.listeners=%s
                    """.formatted(client, controller, client);
        }
        String secured = "SECURED://localhost:" + ports.get(2 * NODES + node);
        return """
                listeners=%s,%s,%s
                advertised.listeners=%s,%s
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SECURED:SASL_SSL
                inter.broker.listener.name=PLAINTEXT
                sasl.enabled.mechanisms=SCRAM-SHA-512
                listener.name.secured.scram-sha-512.sasl.jaas.config=\
                  org.apache.kafka.common.security.scram.ScramLoginModule required;
                listener.name.secured.ssl.keystore.type=PKCS12
                listener.name.secured.ssl.keystore.location=%s
                listener.name.secured.ssl.keystore.password=%s
                """.formatted(
                        client, secured, controller, client, secured, folder.resolve("key.p12"), KEY_STORE_PASSWORD);
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
