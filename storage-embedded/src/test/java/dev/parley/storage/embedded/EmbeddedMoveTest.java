package dev.parley.storage.embedded;

import dev.parley.storage.contract.move.MoveContract;
import dev.parley.storage.move.MoveSide;
import java.nio.file.Path;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMoveTest implements MoveContract {
    @TempDir
    Path from;

    @TempDir
    Path to;

    private EmbeddedStorage source;
    private EmbeddedStorage target;

    @BeforeEach
    void open() {
        source = EmbeddedStorage.open(EmbeddedStorageConfig.of(from), InstantSource.system());
        target = EmbeddedStorage.open(EmbeddedStorageConfig.of(to), InstantSource.system());
    }

    @AfterEach
    void close() {
        source.close();
        target.close();
    }

    @Override
    public MoveSide source() {
        return side(source);
    }

    @Override
    public MoveSide target() {
        return side(target);
    }

    static MoveSide side(EmbeddedStorage storage) {
        return new MoveSide(storage.documents(), storage.events(), storage.objects());
    }
}
