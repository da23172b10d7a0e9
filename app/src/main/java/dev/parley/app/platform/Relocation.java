package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.app.config.Topology;
import dev.parley.client.audit.AuditTrail;
import dev.parley.core.id.IdSource;
import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.EmbeddedStorage;
import dev.parley.storage.embedded.EmbeddedStorageConfig;
import dev.parley.storage.embedded.FolderUnusableException;
import dev.parley.storage.migration.MigrationRun;
import dev.parley.storage.move.MoveRefusedException;
import dev.parley.storage.move.MoveRow;
import dev.parley.storage.move.MoveSide;
import dev.parley.storage.move.StorageMove;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.function.Consumer;

/// Brings an installation from a data folder to other stores, with its secrets. The platform must not be running on
/// either.
public final class Relocation {
    /// What expires stays on disk until the move has ended.
    private static final Duration NEVER = Duration.ofDays(3650);

    private final ParleyConfig from;
    private final ParleyConfig to;
    private final Consumer<String> progress;
    private final InstantSource clock = InstantSource.system();
    private final IdSource ids = new IdSource(clock, new SecureRandom());

    /// @param progress told a line now and then
    public Relocation(ParleyConfig from, ParleyConfig to, Consumer<String> progress) {
        this.from = from;
        this.to = to;
        this.progress = progress;
    }

    /// Moves everything, or what is left of it, and compares both sides.
    ///
    /// @throws MoveRefusedException when it cannot be done
    /// @throws dev.parley.storage.embedded.FolderInUseException when the platform runs
    public List<MoveRow> run() {
        if (from.topology() != Topology.EMBEDDED || !Files.exists(from.data().resolve("parley.db"))) {
            throw new MoveRefusedException("a move starts from a data folder; there is no parley.db in "
                    + from.data().toAbsolutePath().normalize());
        }
        EmbeddedStorageConfig folder = new EmbeddedStorageConfig(from.data(), NEVER, NEVER);
        try (EmbeddedStorage source = EmbeddedStorage.open(folder, clock)) {
            requireNothingPending(source);
            bringSecrets();
            try (Stores target = target()) {
                StorageMove.Contents contents = new StorageMove.Contents(
                        KnownCollections.all(source.objects(), source.caches()), source.topics());
                MoveSide here = new MoveSide(source.documents(), source.events(), source.objects());
                MoveSide there = new MoveSide(target.documents(), target.events(), target.objects());
                return new StorageMove(here, there, contents, clock, progress).run(() -> ids.next("mov"));
            }
        }
    }

    private Stores target() {
        return switch (to.topology()) {
            case EMBEDDED -> EmbeddedStores.open(to, SecretFiles.making(to.secretsFolder(), new SecureRandom()), clock);
            case CLUSTER -> ClusterStores.open(to, SecretFiles.given(to.secretsFolder()), clock);
        };
    }

    private void requireNothingPending(EmbeddedStorage source) {
        Path spool = from.data().resolve("spool");
        try {
            if (AuditTrail.hasUndelivered(spool)) {
                throw new MoveRefusedException("the last run did not end in order, and audit records wait in " + spool
                        + ": start the platform there once more and stop it with SIGTERM");
            }
        } catch (IOException e) {
            throw new FolderUnusableException(spool, e.toString(), e);
        }
        MigrationRun migrations = Upgrades.run(source.documents(), Migrations.ALL, ids, clock, state -> {});
        migrations.requireKnown();
        if (migrations.isBehind()) {
            throw new MoveRefusedException("documents have the form of an older version: run parley migrate first");
        }
    }

    /// Before the data, which are worth nothing without them.
    private void bringSecrets() {
        Path key = to.secretsFolder().resolve(SecretFiles.KEY_ENCRYPTION);
        if (Files.exists(key)) {
            requireSame(key);
            return;
        }
        EnumSet<ServiceName> all = EnumSet.allOf(ServiceName.class);
        ClusterSecrets secrets = new ClusterSecrets(from.secretsFolder());
        List<Path> written = to.topology() == Topology.EMBEDDED
                ? secrets.copy(to.secretsFolder())
                : secrets.write(all, to.secretsFolder());
        written.forEach(file -> progress.accept("written: " + file));
    }

    private void requireSame(Path key) {
        try (Secret there = SecretFiles.existing(key);
                Secret here = SecretFiles.existing(from.secretsFolder().resolve(SecretFiles.KEY_ENCRYPTION))) {
            if (!here.equals(there)) {
                throw new MoveRefusedException(key + " is another key than that of the source: nothing that is moved"
                        + " could be read. Write the secrets of the source there (parley keys), or none");
            }
        }
    }
}
