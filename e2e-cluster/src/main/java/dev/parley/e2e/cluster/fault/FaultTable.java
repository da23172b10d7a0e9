package dev.parley.e2e.cluster.fault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/// Rows as people and programs read them.
public final class FaultTable {
    private final List<FaultRow> rows;

    public FaultTable(List<FaultRow> rows) {
        this.rows = List.copyOf(rows);
    }

    public String markdown() {
        StringBuilder text = new StringBuilder("""
                | fault | sends work again after | lost | duplicated | longest delivery gap | longest time without any acknowledgement | while it came back | acknowledged | failed attempts |
                |---|---|---|---|---|---|---|---|---|
                """);
        for (FaultRow row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "| %s | %s | %d | %d | %s | %s | %s | %d | %d |%n",
                    row.fault(),
                    seconds(row.worksAgain()),
                    row.lost(),
                    row.duplicated(),
                    seconds(row.undelivered()),
                    seconds(row.silence()),
                    seconds(row.healing()),
                    row.acknowledged(),
                    row.failedAttempts()));
        }
        return text.toString();
    }

    /// Writes `faults.md` and `faults.json`.
    public void writeTo(Path folder) {
        ArrayNode all = Json.mapper().createArrayNode();
        for (FaultRow row : rows) {
            ObjectNode one = all.addObject()
                    .put("fault", row.fault())
                    .put("worksAgainMillis", row.worksAgain().toMillis())
                    .put("lost", row.lost())
                    .put("duplicated", row.duplicated())
                    .put("undeliveredMillis", row.undelivered().toMillis())
                    .put("silenceMillis", row.silence().toMillis())
                    .put("healingMillis", row.healing().toMillis())
                    .put("acknowledged", row.acknowledged());
            one.set("failures", Json.mapper().valueToTree(row.failures()));
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(folder.resolve("faults.md"), markdown());
            Files.writeString(folder.resolve("faults.json"), all.toPrettyString() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Nothing where no send was held up.
    private static String seconds(Duration duration) {
        return duration.isZero() ? "–" : String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
