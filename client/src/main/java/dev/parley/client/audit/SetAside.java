package dev.parley.client.audit;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where lines go that cannot be delivered, for a person to look at: `damaged` and `refused` in the spool folder,
/// one JSON object per line. They are on the disk itself before delivery goes on behind them, and nothing deletes
/// them.
final class SetAside {
    private final Path folder;

    SetAside(Path folder) {
        this.folder = folder;
    }

    void damaged(SpoolReader.Damage damage) throws IOException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("segment", damage.position().segment());
        line.put("offset", damage.position().offset());
        line.put("why", String.valueOf(damage.why()));
        line.put("base64", damage.line());
        append("damaged", line);
    }

    void refused(SpoolLine refused, String why) throws IOException {
        AuditRecord record = refused.record();
        append("refused", Map.of("tenant", refused.tenant(), "why", why, "record", record));
    }

    private void append(String file, Map<String, Object> line) throws IOException {
        try (RandomAccessFile out = OwnerOnly.file(folder.resolve(file))) {
            out.seek(out.length());
            out.write((Json.text(line) + "\n").getBytes(StandardCharsets.UTF_8));
            out.getFD().sync();
        }
    }
}
