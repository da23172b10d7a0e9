package dev.parley.app.cluster;

import dev.parley.app.config.ServiceName;
import java.nio.file.Path;

/// Where a local cluster keeps what.
///
/// ```
/// ports.properties   chosen at the first start
/// cluster.yaml       the configuration of all services, passwords included: only its owner may read it
/// secrets/           the master secrets, and the engines' passwords
/// engines/           a folder for each engine, with data, log and process id
/// services/          a folder for each service, with spool, secrets, log and process id
/// ```
record LocalFolder(Path root) {
    LocalFolder {
        root = root.toAbsolutePath().normalize();
    }

    Path ports() {
        return root.resolve("ports.properties");
    }

    Path config() {
        return root.resolve("cluster.yaml");
    }

    Path lock() {
        return root.resolve("lock");
    }

    Path secrets() {
        return root.resolve("secrets");
    }

    Path engines() {
        return root.resolve("engines");
    }

    Path engine(String name) {
        return engines().resolve(name);
    }

    Path service(ServiceName service) {
        return root.resolve("services").resolve(service.word());
    }
}
