package dev.parley.e2e.cluster;

import dev.parley.e2e.cluster.nodes.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands every test class the one cluster that the whole run shares: started with the first, stopped after the last.
/// Whoever breaks something in it heals it.
public final class SharedCluster implements ParameterResolver {
    private record Started(LocalCluster cluster) implements AutoCloseable {
        static Started now() {
            try {
                return new Started(new LocalCluster(Files.createTempDirectory("parley-cluster-")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            cluster.close();
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
        return parameter.getParameter().getType() == LocalCluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
        return extension
                .getRoot()
                .getStore(ExtensionContext.Namespace.GLOBAL)
                .computeIfAbsent(Started.class, key -> Started.now(), Started.class)
                .cluster();
    }
}
