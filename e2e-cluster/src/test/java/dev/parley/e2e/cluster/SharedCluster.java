package dev.parley.e2e.cluster;

import dev.parley.e2e.cluster.nodes.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands every test class the one cluster that the whole run shares: started with the first, stopped after the
/// last. Whoever breaks something in it heals it. When a test failed, the folder with all logs stays.
public final class SharedCluster implements ParameterResolver, AfterTestExecutionCallback {
    private static final AtomicBoolean FAILED = new AtomicBoolean();

    private record Started(Path folder, LocalCluster cluster) implements AutoCloseable {
        static Started now() {
            try {
                Path folder = Files.createTempDirectory("parley-cluster-");
                return new Started(folder, new LocalCluster(folder));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            cluster.close();
            try {
                if (!FAILED.get()) {
                    delete(folder);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// At most one at a time: that of the class whose tests run.
    private static final class Running implements AutoCloseable {
        private final Map<Class<?>, Started> running = new HashMap<>();

        synchronized LocalCluster of(Class<?> tests) {
            Started started = running.get(tests);
            if (started == null) {
                close();
                started = Started.now();
                running.put(tests, started);
            }
            return started.cluster();
        }

        @Override
        public synchronized void close() {
            running.values().forEach(Started::close);
            running.clear();
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.delete(file);
        }
    }

    @Override
    public void afterTestExecution(ExtensionContext test) {
        if (test.getExecutionException().isPresent()) {
            FAILED.set(true);
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
                .computeIfAbsent(Running.class, key -> new Running(), Running.class)
                .of(extension.getRequiredTestClass());
    }
}
