package dev.parley.app.cluster;

import dev.parley.app.config.ServiceName;
import dev.parley.app.platform.ClusterSecrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Everything secret that `compose.yaml` mounts, below `deploy/secrets`, which only its owner may enter; and
/// `deploy/.env`.
///
/// The files in it are readable by all: containers run under numbers of their own, and get each file by itself.
/// What keeps others on this host out is the folder.
final class ComposeSecrets {
    private static final List<String> PASSWORDS = List.of(
            "mongodb-root-password",
            "mongodb-password",
            "redis-password",
            "elasticsearch-password",
            "s3-secret-key",
            "admin-password");

    private final Path folder;
    private final Path environment;

    ComposeSecrets(Path deploy) {
        this.folder = deploy.resolve("secrets");
        this.environment = deploy.resolve(".env");
    }

    boolean complete() {
        return expected().stream().allMatch(Files::exists);
    }

    /// Makes what is missing.
    void make() {
        RandomTexts texts = new RandomTexts(folder);
        PASSWORDS.forEach(texts::password);
        texts.password("mongodb-keyfile");
        texts.obtain("s3-access-key", () -> "parley");
        // Made of passwords, so made again when these are.
        RandomTexts.write(
                folder.resolve("mongodb-admin-url"),
                "mongodb://root:" + texts.password("mongodb-root-password")
                        + "@mongodb-1:27017,mongodb-2:27017,mongodb-3:27017/?replicaSet=parley&authSource=admin\n");
        RandomTexts.write(folder.resolve("redis.conf"), redis(texts.password("redis-password")));
        if (!Files.exists(environment)) {
            RandomTexts.write(environment, "KAFKA_CLUSTER_ID=" + texts.uuid() + "\n");
        }
        ClusterSecrets secrets = new ClusterSecrets(master());
        for (ServiceName service : ServiceName.values()) {
            if (!Files.exists(of(service).resolve("service-keys.json"))) {
                secrets.write(Set.of(service), of(service));
            }
        }
        openToContainers();
    }

    private List<Path> expected() {
        List<Path> files = new ArrayList<>(List.of(environment));
        PASSWORDS.forEach(name -> files.add(folder.resolve(name)));
        for (String name : List.of("mongodb-keyfile", "s3-access-key", "mongodb-admin-url", "redis.conf")) {
            files.add(folder.resolve(name));
        }
        for (ServiceName service : ServiceName.values()) {
            files.add(of(service).resolve("service-keys.json"));
        }
        return files;
    }

    private Path master() {
        return folder.resolve("master");
    }

    private Path of(ServiceName service) {
        return folder.resolve("services").resolve(service.word());
    }

    private static String redis(String password) {
        return String.join(
                "\n",
                "requirepass " + password,
                "# Signals and caches: nothing that must last.",
                "save \"\"",
                "appendonly no",
                "maxmemory 256mb",
                "maxmemory-policy allkeys-lru",
                "");
    }

    private void openToContainers() {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.filter(path -> !path.equals(folder)).toList()) {
                String rights = Files.isDirectory(path) ? "rwxr-xr-x" : "r--r--r--";
                Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(rights));
            }
        } catch (IOException e) {
            throw new ClusterException(folder + " cannot be opened to the containers: " + e, e);
        }
    }
}
