package dev.parley.client.audit;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.core.id.TenantId;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Random;

/// A process that records as fast as it can, prints the id of each record once it is told that it is kept, and is
/// killed. Its log keeps nothing for longer than the process.
public final class KilledWitness {
    private KilledWitness() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        AuditTrailConfig config = AuditTrailConfig.in(Path.of(arguments[0])).withBatch(1, Duration.ofSeconds(1));
        InMemoryLog log = new InMemoryLog();
        log.away(true);
        AuditTrail trail =
                AuditTrail.open(config, log, InstantSource.system(), new Random(1), new SimpleMeterRegistry());
        PrintStream out = System.out;
        Thread[] witnesses = new Thread[8];
        for (int i = 0; i < witnesses.length; i++) {
            boolean synced = i % 2 == 0;
            witnesses[i] = Thread.ofVirtual().start(() -> witness(trail, synced, out));
        }
        for (Thread witness : witnesses) {
            witness.join();
        }
    }

    private static void witness(AuditTrail trail, boolean synced, PrintStream out) {
        while (true) {
            AuditRecord record = Records.next();
            if (synced) {
                trail.recordSynced(TenantId.DEFAULT, record);
            } else {
                trail.record(TenantId.DEFAULT, record);
            }
            out.println(record.id());
        }
    }
}
