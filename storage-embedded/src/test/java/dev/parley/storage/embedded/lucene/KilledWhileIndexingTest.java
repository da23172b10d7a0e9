package dev.parley.storage.embedded.lucene;

import static dev.parley.storage.contract.search.SearchIndexContract.foundIn;
import static dev.parley.storage.contract.search.SearchIndexContract.query;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.search.SearchIndexContract;
import dev.parley.storage.embedded.KilledProcess;
import dev.parley.storage.search.SearchIndex;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process with SIGKILL while it puts documents: those that were acknowledged are found, each three whole
/// or not at all, and the index takes more.
class KilledWhileIndexingTest {
    private static final int ROUNDS = 6;

    @TempDir
    private Path folder;

    @Test
    void losesNothingAcknowledgedAndKeepsNothingByHalf() throws IOException {
        Random random = new Random();
        long next = 1;
        for (int round = 0; round < ROUNDS; round++) {
            List<String> acknowledged = KilledProcess.saidBy(
                    IndexStorm.class, 1 + random.nextInt(60), folder.toString(), Long.toString(next));
            long last = Long.parseLong(acknowledged.getLast());
            try (SearchIndex index = IndexStorm.open(folder)) {
                for (long n = 1; n <= last; n++) {
                    assertThat(found(index, n)).as("acknowledged: %d", n).isEqualTo(3);
                }
                assertThat(found(index, last + 1)).as("the one on its way").isIn(0, 3);
                index.put(TenantId.DEFAULT, SearchIndexContract.INDEX, IndexStorm.three(last + 1));
                assertThat(found(index, last + 1)).isEqualTo(3);
            }
            next = last + 2;
        }
    }

    private static int found(SearchIndex index, long n) {
        return foundIn(index, TenantId.DEFAULT, query("three" + n)).size();
    }
}
