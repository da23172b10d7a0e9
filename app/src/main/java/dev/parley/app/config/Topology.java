package dev.parley.app.config;

/// On what a process keeps its data.
public enum Topology {
    /// On stores of its own in its data folder.
    EMBEDDED,
    /// On engines that all processes share.
    CLUSTER
}
