package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// Keys that may be left empty.
final class Texts {
    static final Secret NO_SECRET = Secret.of("");
    static final Path NO_FILE = Path.of("");

    private Texts() {}

    static boolean isEmpty(Secret secret) {
        return secret.lengthBytes() == 0;
    }

    static Optional<Path> file(Path path) {
        return path.toString().isEmpty() ? Optional.empty() : Optional.of(path);
    }
}
