package dev.parley.app.check;

/// One check.
///
/// @param name as operators know it; stable
record Check(String name, Call call) {
    /// Returns when all is well, and throws a [dev.parley.app.remote.RemoteException] that says what is not.
    @FunctionalInterface
    interface Call {
        void run();
    }

    /// How it ended.
    ///
    /// @param detail what was wrong; empty when nothing was
    record Result(String name, boolean passed, long millis, String detail) {}
}
