package dev.parley.app.cluster;

import java.util.List;
import java.util.function.Consumer;

/// A cluster of one installation, wherever its parts run.
public interface Cluster {
    /// What brings it up, in order.
    List<Step> steps();

    /// Stops all parts, services before the engines they stand on. Data stays. Idempotent.
    ///
    /// @param progress is told a line about each part
    void down(Consumer<String> progress);

    /// All parts that belong to it, engines first.
    List<Part> parts();

    /// An engine's or a service's process or container.
    ///
    /// @param detail its process id, or what the container engine says
    record Part(String name, boolean running, String detail) {}
}
