package dev.parley.app.platform;

import dev.parley.storage.migration.Migration;
import java.util.List;

/// The migrations of stored documents, of all services, by number. A service that changes what it stores adds one
/// at the end, made by its store (docs/operations/upgrades.md says how), and keeps a fixture of what was written
/// before.
final class Migrations {
    /// None yet: everything stored has its first form.
    static final List<Migration> ALL = List.of();

    private Migrations() {}
}
