package dev.parley.storage.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.storage.move.MoveRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a move with SIGKILL after its first page, in the middle and near its end: the last one finishes it, and
/// both sides are the same.
class KilledWhileMovingTest {
    private static final List<Integer> LINES_BEFORE_DEATH = List.of(1, 4, 8, 5);

    @TempDir
    private Path from;

    @TempDir
    private Path to;

    @Test
    void goesOnWhereItWasKilled() throws IOException {
        try (EmbeddedStorage source = MoveStorm.open(from)) {
            MoveStorm.fill(source);
        }
        for (int lines : LINES_BEFORE_DEATH) {
            KilledProcess.saidBy(MoveStorm.class, lines, from.toString(), to.toString(), "move" + lines);
        }
        try (EmbeddedStorage source = MoveStorm.open(from);
                EmbeddedStorage target = MoveStorm.open(to)) {
            List<String> progress = new ArrayList<>();
            List<MoveRow> rows = MoveStorm.move(source, target, "never", progress::add);
            assertThat(progress.getFirst()).startsWith("going on with a move");
            assertThat(rows).allMatch(MoveRow::isWhole);
            assertThat(rows)
                    .extracting(MoveRow::what, row -> row.target().count())
                    .contains(tuple("storm_things", (long) MoveStorm.DOCUMENTS), tuple("objects", (long)
                            MoveStorm.OBJECTS));
        }
    }
}
