package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.document.Note;
import java.io.File;
import java.io.IOException;
import java.util.List;

/// Makes a fixture for [PostgresqlSchemaTest]: the schema that this version makes, as text. Run once, before a step
/// is added:
///
/// Take the lines with a backslash and `restrict` or `unrestrict` out, which older versions of psql do not know.
///
/// `PostgresqlDump src/test/resources/dev/parley/storage/cluster/postgresql/earlier-2.sql earlier_2`
final class PostgresqlDump {
    private PostgresqlDump() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        PostgresqlConfig config = PostgresqlFixture.config().withSchema(arguments[1]);
        try (PostgresqlStorage storage = PostgresqlFixture.open(config)) {
            storage.documents().declare(List.of(PostgresqlSchemaTest.NOTES));
            storage.documents().transact(TenantId.DEFAULT, tx -> {
                tx.insert(PostgresqlSchemaTest.NOTES, "n1", Note.by("ada", 1));
                tx.insert(PostgresqlSchemaTest.NOTES, "n3", Note.by("ada", 3));
                tx.insert(PostgresqlSchemaTest.NOTES, "n2", Note.by("ada", 2));
                tx.replace(PostgresqlSchemaTest.NOTES, "n2", Note.by("ada", 2).withName("second"), 1);
                tx.append(Fixtures.event("things", "kept", 1));
                return true;
            });
        }
        ProcessBuilder dump = new ProcessBuilder(
                        "pg_dump",
                        "--schema=" + config.schema(),
                        "--no-owner",
                        "--no-privileges",
                        "--host=127.0.0.1",
                        "--port=" + PostgresqlFixture.server().port(),
                        "--username=parley",
                        "people")
                .redirectOutput(new File(arguments[0]))
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        dump.environment().put("PGPASSWORD", PostgresqlFixture.PASSWORD);
        if (dump.start().waitFor() != 0) {
            throw new IllegalStateException("pg_dump failed");
        }
    }
}
