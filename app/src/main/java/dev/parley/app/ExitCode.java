package dev.parley.app;

/// How the process ended, for scripts (`docs/operations/exit-codes.md`). The launcher adds 6 (no JDK) and 7 (no
/// build); a process that drained after SIGTERM ends with the 143 that shells give to it.
final class ExitCode {
    static final int DONE = 0;
    /// A check failed, the demo did not come to its end, an audit log is not whole, or a move left two sides that
    /// differ.
    static final int NOT_PASSED = 1;
    /// The command line cannot be understood, or what it asks was not confirmed.
    static final int USAGE = 2;
    /// The configuration is refused.
    static final int CONFIGURATION = 3;
    /// A port cannot be listened on.
    static final int PORT = 4;
    /// The data folder or its secrets cannot be used, another process uses them, a newer version wrote them, or
    /// what lies there cannot be moved or migrated as asked.
    static final int DATA = 5;
    /// A cluster did not come up, or an engine of it does not answer.
    static final int CLUSTER = 8;
    /// A fault of Parley's own.
    static final int FAULT = 10;

    private ExitCode() {}
}
