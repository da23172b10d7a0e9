package dev.parley.storage.cluster.elasticsearch;

import dev.parley.engines.OpenSearchNodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// One OpenSearch node for all test classes, started with the first that asks; it ends with the JVM.
final class RunningOpenSearch {
    private static final class Holder {
        static final OpenSearchNodes NODES = OpenSearchNodes.start(folder("parley-opensearch"), 1);
    }

    private RunningOpenSearch() {}

    static OpenSearchNodes nodes() {
        return Holder.NODES;
    }

    /// A new folder that `nobody` can enter, as the engines refuse to run as root.
    static Path folder(String name) {
        try {
            Path folder = Files.createTempDirectory(name);
            return Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
