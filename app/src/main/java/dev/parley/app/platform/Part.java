package dev.parley.app.platform;

import dev.parley.core.health.Dependency;
import dev.parley.http.Routes;
import java.util.List;

/// A service as its wiring hands it over.
///
/// @param background what runs or is held beside the requests, to be closed after the last of them
record Part(Routes routes, List<Dependency> dependencies, List<AutoCloseable> background) {
    Part {
        dependencies = List.copyOf(dependencies);
        background = List.copyOf(background);
    }
}
