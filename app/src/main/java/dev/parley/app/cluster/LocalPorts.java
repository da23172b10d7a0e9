package dev.parley.app.cluster;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.engines.Ports;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The loopback ports of a local cluster, chosen once and kept in the file `ports.properties`.
///
/// Engines get free ones. Services get those of the configuration's defaults, or free ones where it is asked for.
public final class LocalPorts {
    static final int KAFKA_NODES = 3;
    static final int REDIS_SERVERS = 3;
    static final int SENTINELS = 3;

    private static final List<String> ENGINES = List.of(
            "postgresql",
            "postgresql-standby",
            "kafka-1",
            "kafka-2",
            "kafka-3",
            "kafka-controller-1",
            "kafka-controller-2",
            "kafka-controller-3",
            "redis-1",
            "redis-2",
            "redis-3",
            "sentinel-1",
            "sentinel-2",
            "sentinel-3",
            "opensearch",
            "s3");

    private final Properties ports;

    private LocalPorts(Properties ports) {
        this.ports = ports;
    }

    /// @throws ClusterException when there is no such file, or it is not ours
    static LocalPorts read(Path file) {
        Properties ports = new Properties();
        try (StringReader text = new StringReader(Files.readString(file))) {
            ports.load(text);
            LocalPorts read = new LocalPorts(ports);
            ENGINES.forEach(read::of);
            Arrays.stream(ServiceName.values()).forEach(read::of);
            return read;
        } catch (IOException | IllegalArgumentException e) {
            throw new ClusterException(file + " cannot be read; is there a cluster in this folder? " + e, e);
        }
    }

    /// Chooses ports and writes them down.
    ///
    /// @param services which of the two ways the services get theirs
    static void choose(Path file, ServicePorts services) {
        List<String> names = new ArrayList<>(ENGINES);
        if (services == ServicePorts.FREE) {
            Arrays.stream(ServiceName.values()).map(ServiceName::word).forEach(names::add);
        }
        List<Integer> free = Ports.free(names.size());
        TreeMap<String, Integer> chosen = new TreeMap<>();
        for (ServiceName service : ServiceName.values()) {
            chosen.put(service.word(), ParleyConfig.DEFAULTS.port(service));
        }
        for (int i = 0; i < names.size(); i++) {
            chosen.put(names.get(i), free.get(i));
        }
        String lines = chosen.entrySet().stream()
                .map(port -> port.getKey() + "=" + port.getValue() + "\n")
                .collect(Collectors.joining());
        RandomTexts.write(file, lines);
    }

    /// Where the services of a new local cluster stand.
    public enum ServicePorts {
        DEFAULT,
        FREE
    }

    int of(ServiceName service) {
        return of(service.word());
    }

    /// @throws IllegalArgumentException when there is no number of that name
    int of(String name) {
        return Integer.parseInt(ports.getProperty(name, ""));
    }

    /// The ports `<name>-1`, `<name>-2` and so on.
    List<Integer> of(String name, int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> of(name + "-" + i)).toList();
    }
}
