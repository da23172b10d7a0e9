package dev.parley.app.cluster;

import dev.parley.app.Parley;
import dev.parley.app.config.ServiceName;
import dev.parley.app.platform.ClusterSecrets;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.RemoteException;
import dev.parley.engines.EngineProcess;
import dev.parley.engines.EngineUnavailableException;
import dev.parley.engines.Installed;
import dev.parley.engines.Ports;
import java.io.File;
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
import java.util.stream.Collectors;

/// The services of a local cluster, each in a process of its own, which runs this very program.
final class LocalServices {
    /// On a machine of two processors that has other things to do.
    private static final Duration START_PATIENCE = Duration.ofMinutes(2);

    /// Above `drain.timeout`, and what the audit spool takes to be delivered.
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(40);

    /// Those that take requests from outside end first, and the audit log, where all report to, towards the end.
    private static final List<Set<ServiceName>> IN_STOPPING_ORDER = List.of(
            Set.of(ServiceName.GATEWAY, ServiceName.SOCKET1, ServiceName.SOCKET2),
            Set.of(ServiceName.MESSAGING, ServiceName.MEDIA, ServiceName.SEARCH),
            Set.of(ServiceName.AUTH),
            Set.of(ServiceName.COMPLIANCE),
            Set.of(ServiceName.CRYPTO));

    /// Three at a time: nine Java processes that start at once keep a small machine's engines from answering in
    /// time. Those that others ask come first.
    private static final List<Set<ServiceName>> IN_STARTING_ORDER = List.of(
            Set.of(ServiceName.CRYPTO, ServiceName.COMPLIANCE, ServiceName.AUTH),
            Set.of(ServiceName.MESSAGING, ServiceName.MEDIA, ServiceName.SEARCH),
            Set.of(ServiceName.GATEWAY, ServiceName.SOCKET1, ServiceName.SOCKET2));

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
    /// @throws ClusterException when a port is taken
    /// @throws dev.parley.engines.EngineUnavailableException with the first that ends or is not ready in time
    void start(LocalPorts ports, Remote remote) {
        for (ServiceName service : ServiceName.values()) {
            if (process(service).isEmpty() && Ports.answers(ports.of(service))) {
                throw new ClusterException("port " + ports.of(service) + " of " + service.word()
                        + " is taken by another program; end it, or choose free ports: --free-ports in a new folder");
            }
        }
        for (Set<ServiceName> group : IN_STARTING_ORDER) {
            AtOnce.run(group.stream()
                    .<Runnable>map(service -> () -> start(service, remote))
                    .toList());
        }
    }

    private void start(ServiceName service, Remote remote) {
        try {
            process(service)
                    .orElseGet(() -> launch(service))
                    .await("was ready", START_PATIENCE, () -> isReady(service, remote));
        } catch (EngineUnavailableException e) {
            if (process(service).isPresent()) {
                throw e;
            }
            // It ended: an engine did not answer in time. Containers are started again then, and so is this, once.
            launch(service).await("was ready", START_PATIENCE, () -> isReady(service, remote));
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

    private EngineProcess launch(ServiceName service) {
        try {
            Files.createDirectories(folder.service(service));
        } catch (IOException e) {
            throw new ClusterException(folder.service(service) + " cannot be made: " + e, e);
        }
        List<String> command = new ArrayList<>(List.of(Installed.java()));
        // As this process was started: with its options, its collector and the start-up cache that fits them.
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-Xmx256m", "-cp", classPath(), Parley.class.getName()));
        command.addAll(List.of(
                "start",
                "--services",
                service.word(),
                "--config",
                folder.config().toString()));
        command.addAll(List.of("--data", folder.service(service).toString()));
        Map<String, String> environment =
                Map.of("PARLEY_SECRETS", secrets(service).toString());
        return EngineProcess.detached(
                () -> EngineProcess.start(service.word(), folder.service(service), environment, command));
    }

    /// As this process has it, seen from any folder.
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(entry -> Path.of(entry).toAbsolutePath().normalize().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static boolean isReady(ServiceName service, Remote remote) {
        try {
            return remote.get(service.word(), "/ready", "").status() == 200;
        } catch (RemoteException e) {
            return false; // Not yet.
        }
    }
}
