package dev.parley.app.cluster;

import dev.parley.app.Parley;
import dev.parley.app.config.ServiceName;
import dev.parley.app.platform.ClusterSecrets;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.engines.EngineProcess;
import dev.parley.engines.Installed;
import dev.parley.engines.Ports;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The services of a local cluster, each in a process of its own, which runs this very program.
final class LocalServices {
    /// A start of all of them on a machine of two processors that has other things to do.
    private static final Duration START_PATIENCE = Duration.ofMinutes(4);

    /// Above `drain.timeout`, and what the audit spool takes to be delivered.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    /// Those that take requests from outside end first, and the audit log, where all report to, towards the end.
    private static final List<Set<ServiceName>> IN_STOPPING_ORDER = List.of(
            Set.of(ServiceName.GATEWAY, ServiceName.SOCKET1, ServiceName.SOCKET2),
            Set.of(ServiceName.MESSAGING, ServiceName.MEDIA, ServiceName.SEARCH),
            Set.of(ServiceName.AUTH),
            Set.of(ServiceName.COMPLIANCE),
            Set.of(ServiceName.CRYPTO));

    private final LocalFolder folder;

    LocalServices(LocalFolder folder) {
        this.folder = folder;
    }

    /// Whether each has a folder with its secrets.
    boolean prepared() {
        return Arrays.stream(ServiceName.values())
                .allMatch(service -> Files.exists(secrets(service).resolve("service-keys.json")));
    }

    /// Makes the folders and the secrets that are missing.
    void prepare() {
        ClusterSecrets all = new ClusterSecrets(folder.secrets());
        for (ServiceName service : ServiceName.values()) {
            if (!Files.exists(secrets(service).resolve("service-keys.json"))) {
                all.write(Set.of(service), secrets(service));
            }
        }
    }

    boolean ready(Remote remote) {
        return Arrays.stream(ServiceName.values())
                .allMatch(service -> process(service).isPresent() && isReady(service, remote));
    }

    /// Starts those that do not run, and returns when all are ready.
    ///
    /// @throws ClusterException when a port is taken, and with the first that ends or is not ready in time
    void start(LocalPorts ports, Remote remote) {
        List<ServiceName> missing = Arrays.stream(ServiceName.values())
                .filter(service -> process(service).isEmpty())
                .toList();
        for (ServiceName service : missing) {
            if (Ports.answers(ports.of(service))) {
                throw new ClusterException("port " + ports.of(service) + " of " + service.word()
                        + " is taken by another program; end it, or choose free ports: --free-ports in a new folder");
            }
        }
        missing.forEach(this::launch);
        long deadline = System.nanoTime() + START_PATIENCE.toNanos();
        for (ServiceName service : ServiceName.values()) {
            Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
            process(service)
                    .orElseThrow(
                            () -> new ClusterException(service.word() + " ended at once; its log is " + log(service)))
                    .await("was ready", left, () -> isReady(service, remote));
        }
    }

    void stop(Consumer<String> progress) {
        for (Set<ServiceName> group : IN_STOPPING_ORDER) {
            AtOnce.run(group.stream()
                    .flatMap(service -> process(service).stream())
                    .<Runnable>map(process -> () -> process.stop("TERM", STOP_PATIENCE))
                    .toList());
        }
        progress.accept("stopped the services");
    }

    List<Cluster.Part> parts() {
        return Arrays.stream(ServiceName.values())
                .map(service -> part(service.word(), process(service)))
                .toList();
    }

    static Cluster.Part part(String name, Optional<EngineProcess> process) {
        String detail = process.map(running -> "process " + running.pid()).orElse("stopped");
        return new Cluster.Part(name, process.isPresent(), detail);
    }

    private Optional<EngineProcess> process(ServiceName service) {
        return EngineProcess.running(service.word(), folder.service(service));
    }

    private Path secrets(ServiceName service) {
        return folder.service(service).resolve("secrets");
    }

    private Path log(ServiceName service) {
        return folder.service(service).resolve(service.word() + ".log");
    }

    private void launch(ServiceName service) {
        try {
            Files.createDirectories(folder.service(service));
        } catch (IOException e) {
            throw new ClusterException(folder.service(service) + " cannot be made: " + e, e);
        }
        List<String> command = new ArrayList<>(List.of(Installed.java()));
        // As this process was started: with its options, its collector and the start-up cache that fits them.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xmx256m", "-cp", System.getProperty("java.class.path"), Parley.class.getName()));
        command.addAll(List.of(
                "start",
                "--services",
                service.word(),
                "--config",
                folder.config().toString()));
        command.addAll(List.of("--data", folder.service(service).toString()));
        Map<String, String> environment =
                Map.of("PARLEY_SECRETS", secrets(service).toString());
        EngineProcess.detached(
                () -> EngineProcess.start(service.word(), folder.service(service), environment, command));
    }

    private static boolean isReady(ServiceName service, Remote remote) {
        try {
            return remote.get(service.word(), "/ready", "").status() == 200;
        } catch (RemoteException e) {
            return false; // Not yet.
        }
    }
}
