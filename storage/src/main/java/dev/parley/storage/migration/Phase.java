package dev.parley.storage.migration;

/// When a step may be taken, so that two versions can run beside each other while they are exchanged.
///
/// See Sato, "ParallelChange", martinfowler.com.
public enum Phase {
    /// The older version goes on to work beside it: something is added. Taken by itself when a newer version
    /// starts.
    EXPAND,
    /// The older version would break or lose something: what only it used is taken away. Taken when somebody says
    /// that no older version runs any more.
    CONTRACT
}
