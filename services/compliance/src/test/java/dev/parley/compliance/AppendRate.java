package dev.parley.compliance;

import dev.parley.storage.embedded.EmbeddedStorage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;

/// Measures durable audit records per second on the object, without HTTP: `AppendRate <callers> <records per call>
/// <seconds>`.
public final class AppendRate {
    private AppendRate() {}

    public static void main(String[] arguments) throws Exception {
        int callers = Integer.parseInt(arguments[0]);
        int records = Integer.parseInt(arguments[1]);
        int seconds = Integer.parseInt(arguments[2]);
        Path folder = Files.createTempDirectory(Path.of("target"), "append-rate");
        try (EmbeddedStorage storage = AuditNode.open(folder)) {
            AuditNode node = new AuditNode(storage.documents(), InstantSource.system());
            run(node, callers, records, 5);
            run(node, callers, records, seconds);
            long before = System.nanoTime();
            var verification = node.audit.verify(AuditNode.SERVICE);
            double took = (System.nanoTime() - before) / 1e9;
            System.out.printf(
                    "verified %d entries, %s, %.0f entries/s%n",
                    verification.checkedEntries(),
                    verification.whole() ? "whole" : "NOT WHOLE",
                    verification.checkedEntries() / took);
        }
    }

    private static void run(AuditNode node, int callers, int records, int seconds) throws Exception {
        LongAdder appended = new LongAdder();
        CountDownLatch done = new CountDownLatch(callers);
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            Thread.ofVirtual().start(() -> {
                while (System.nanoTime() - start < seconds * 1_000_000_000L) {
                    node.audit.append(AuditNode.TENANT, AuditNode.plainRecords(records));
                    appended.add(records);
                }
                done.countDown();
            });
        }
        done.await();
        double took = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "%d callers with %d records each: %.0f records/s, %.1f us of processor each%n",
                callers, records, appended.sum() / took, (cpuNanos() - cpuBefore) / 1e3 / appended.sum());
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
