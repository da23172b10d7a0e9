package dev.parley.app.cluster;

import dev.parley.engines.EngineUnavailableException;
import dev.parley.engines.Installed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// What a local cluster needs of its host.
final class LocalPrograms {
    private LocalPrograms() {}

    /// @throws ClusterException with one line that names all that is missing, and how to get it
    static void require(LocalEngines.Documents documents) {
        Map<String, String> packages = new LinkedHashMap<>();
        packages.put("redis-server", "redis-server");
        packages.put("redis-sentinel", "redis-sentinel");
        packages.put("redis-cli", "redis-tools");
        packages.put("setsid", "util-linux");
        if (documents == LocalEngines.Documents.OWN_POSTGRESQL) {
            packages.put("postgres", "postgresql");
        }
        List<String> missing = packages.entrySet().stream()
                .filter(program -> !isThere(program.getKey(), program.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        if (!missing.isEmpty()) {
            TreeSet<String> wanted = new TreeSet<>();
            missing.forEach(program -> wanted.add(String.valueOf(packages.get(program))));
            throw new ClusterException("not installed: " + String.join(", ", missing)
                    + "; get it with: apt-get install -y " + String.join(" ", wanted));
        }
        for (String engine : List.of("kafka", "s3proxy")) {
            Installed.unpacked(engine, "lib");
        }
    }

    private static boolean isThere(String program, String debianPackage) {
        try {
            Installed.program(program, debianPackage);
            return true;
        } catch (EngineUnavailableException e) {
            return false;
        }
    }
}
