package dev.parley.app.cluster;

import dev.parley.app.check.CheckReport;
import dev.parley.app.check.Checks;
import dev.parley.app.check.ServiceCalls;
import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.app.platform.SecretFiles;
import dev.parley.app.remote.Remote;
import dev.parley.app.remote.ServiceUrls;
import dev.parley.client.token.ServiceTokens;
import dev.parley.core.config.ConfigReader;
import dev.parley.core.id.IdSource;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A cluster whose engines and services are processes of this host, in one folder. They run on when the command
/// that started them has ended.
///
/// Made for trying out and for tests: everything is lost with its host.
public final class LocalCluster implements Cluster {
    private final LocalFolder folder;
    private final Choice choice;
    private final LocalServices services;

    /// What is chosen when a cluster is made; later starts keep it.
    ///
    /// @param mongodb the URI of a replica set that somebody else runs; null for an own PostgreSQL
    /// @param servicePorts where services stand
    public record Choice(@Nullable String mongodb, LocalPorts.ServicePorts servicePorts) {}

    /// @param data the folder of all of it
    public LocalCluster(Path data, Choice choice) {
        this.folder = new LocalFolder(data);
        this.choice = choice;
        this.services = new LocalServices(folder);
    }

    @Override
    public List<Step> steps() {
        return List.of(
                Step.of(Steps.KEYS, this::hasKeys, this::makeKeys),
                Step.of(
                        Steps.INFRASTRUCTURE,
                        () -> engines().started(),
                        () -> engines().start(ports())),
                Step.of(Steps.REPLICA_SET, this::hasReplicas, this::makeReplicas),
                prepared(Steps.DATABASES, Preparation.Part.DATABASES),
                prepared(Steps.KAFKA, Preparation.Part.KAFKA),
                prepared(Steps.TOPICS, Preparation.Part.TOPICS),
                prepared(Steps.SEARCH, Preparation.Part.SEARCH),
                prepared(Steps.BUCKET, Preparation.Part.BUCKET),
                Step.of(Steps.SERVICES, this::servicesReady, this::startServices),
                Step.always(Steps.VERIFICATION, this::verify));
    }

    @Override
    public void down(Consumer<String> progress) {
        services.stop(progress);
        new LocalEngines(folder, LocalEngines.Documents.OWN_POSTGRESQL).stop(progress);
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>(new LocalEngines(folder, LocalEngines.Documents.OWN_POSTGRESQL).parts());
        parts.addAll(services.parts());
        return parts;
    }

    /// Runs `work` while no other command changes this cluster.
    ///
    /// @throws ClusterException when another one does
    public void alone(Runnable work) {
        makeRoot();
        try (FileChannel channel =
                        FileChannel.open(folder.lock(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                throw new ClusterException("another command works on the cluster in " + folder.root());
            }
            work.run();
        } catch (IOException e) {
            throw new ClusterException(folder.root() + " cannot be used: " + e, e);
        }
    }

    /// Where the platform is reached, once it is up.
    public URI gateway() {
        return URI.create("http://127.0.0.1:" + ports().of(ServiceName.GATEWAY));
    }

    private boolean hasKeys() {
        return Files.exists(folder.ports()) && Files.exists(folder.config()) && services.prepared();
    }

    private void makeKeys() {
        if (!Files.exists(folder.ports())) {
            LocalPorts.choose(folder.ports(), choice.servicePorts());
        }
        if (!Files.exists(folder.config())) {
            LocalConfigFile config = new LocalConfigFile(ports(), new RandomTexts(folder.secrets()));
            RandomTexts.write(folder.config(), config.text(choice.mongodb()));
        }
        services.prepare();
    }

    /// Open to those as whom engines run, which may enter nothing but their own folders in it.
    private void makeRoot() {
        try {
            if (!Files.exists(folder.engines())) {
                Files.createDirectories(folder.engines());
                Files.setPosixFilePermissions(folder.root(), PosixFilePermissions.fromString("rwx--x--x"));
            }
        } catch (IOException e) {
            throw new ClusterException(folder.root() + " cannot be made: " + e, e);
        }
    }

    private boolean hasReplicas() {
        return documents() == LocalEngines.Documents.OWN_POSTGRESQL && engines().standbyFollows(ports());
    }

    private void makeReplicas() {
        switch (documents()) {
            case OWN_POSTGRESQL -> engines().startStandby(ports());
            // Whoever runs it made it a replica set; the adapter refuses what is none.
            case FOREIGN_MONGODB -> Preparation.of(config()).perform(Preparation.Part.DATABASES);
        }
    }

    private Step prepared(String name, Preparation.Part part) {
        // It looks what is missing by itself.
        return Step.always(name, () -> Preparation.of(config()).perform(part));
    }

    private boolean servicesReady() {
        try (Remote remote = remote()) {
            return services.ready(remote);
        }
    }

    private void startServices() {
        try (Remote remote = remote()) {
            services.start(ports(), remote);
        }
    }

    private void verify() {
        InstantSource clock = InstantSource.system();
        SecretFiles secrets = SecretFiles.making(folder.secrets(), new SecureRandom());
        try (Remote remote = remote()) {
            ServiceTokens tokens = new ServiceTokens(secrets.serviceKeys(), clock);
            ServiceCalls calls = new ServiceCalls(remote, tokens, new IdSource(clock, new SecureRandom()), clock);
            CheckReport report = new Checks(remote, calls).run();
            if (!report.passed()) {
                throw new ClusterException(report.failed());
            }
        }
    }

    private Remote remote() {
        Map<String, URI> urls = new HashMap<>();
        for (ServiceName service : ServiceName.values()) {
            urls.put(service.word(), URI.create("http://127.0.0.1:" + ports().of(service)));
        }
        return new Remote(new ServiceUrls(urls));
    }

    private LocalEngines engines() {
        return new LocalEngines(folder, documents());
    }

    private LocalPorts ports() {
        return LocalPorts.read(folder.ports());
    }

    private ParleyConfig config() {
        // As it was made: variables for the services are no business of the engines.
        return new ConfigReader(Map.of(), Set.of()).read(ParleyConfig.DEFAULTS, folder.config());
    }

    private LocalEngines.Documents documents() {
        return switch (config().cluster().documents()) {
            case POSTGRESQL -> LocalEngines.Documents.OWN_POSTGRESQL;
            case MONGODB -> LocalEngines.Documents.FOREIGN_MONGODB;
        };
    }
}
