package dev.parley.core.health;

/// Something that a service cannot serve without.
///
/// @param name as shown in `/health`, for example `documents`
/// @param check returns when the dependency answers, throws when it does not; must end within a second
public record Dependency(String name, Check check) {
    /// Returns when all is well.
    @FunctionalInterface
    public interface Check {
        void run() throws Exception;
    }
}
