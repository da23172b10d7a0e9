package dev.parley.storage.migration;

import dev.parley.core.id.TenantId;
import dev.parley.storage.document.DocumentKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How far a migration has come. Kept as a document, so that whoever goes on after a crash knows where.
///
/// @param afterTenant with `afterId` the last document that the running pass has handled, null at its beginning
/// @param documents handled by the running pass, or by the last
/// @param changed how many of them
public record MigrationState(
        int number,
        String name,
        Phase phase,
        Standing standing,
        @Nullable TenantId afterTenant,
        @Nullable String afterId,
        long documents,
        long changed,
        Instant updatedAt) {
    /// What is going on, or went on last.
    public enum Standing {
        /// A pass forward is running.
        FORWARD,
        /// Every document was seen once.
        TAKEN,
        /// A second pass forward is running, for what older versions wrote behind the first.
        SEALING,
        /// Every document was seen again since no older version runs.
        SEALED,
        /// A pass back is running.
        BACK
    }

    static MigrationState begun(Migration migration, Standing standing, Instant now) {
        return new MigrationState(
                migration.number(), migration.name(), migration.phase(), standing, null, null, 0, 0, now);
    }

    @Nullable
    DocumentKey after() {
        return afterTenant == null || afterId == null ? null : new DocumentKey(afterTenant, afterId);
    }

    MigrationState moved(DocumentKey to, long more, long moreChanged, Instant now) {
        return new MigrationState(
                number, name, phase, standing, to.tenant(), to.id(), documents + more, changed + moreChanged, now);
    }

    MigrationState standing(Standing next, Instant now) {
        return new MigrationState(number, name, phase, next, null, null, documents, changed, now);
    }
}
