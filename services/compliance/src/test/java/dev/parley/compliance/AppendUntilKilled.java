package dev.parley.compliance;

import dev.parley.storage.embedded.EmbeddedStorage;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.locks.ReentrantLock;

/// A process that appends from several threads until it is killed, and says after each append how many entries it
/// was told are durable: `AppendUntilKilled <folder> <threads>`.
final class AppendUntilKilled {
    private static final int RECORDS = 3;

    private AppendUntilKilled() {}

    public static void main(String[] arguments) throws InterruptedException {
        EmbeddedStorage storage = AuditNode.open(Path.of(arguments[0]));
        AuditNode node = new AuditNode(storage.documents(), InstantSource.system());
        ReentrantLock saying = new ReentrantLock();
        Thread[] threads = new Thread[Integer.parseInt(arguments[1])];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofPlatform().start(() -> appendForEver(node, saying));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void appendForEver(AuditNode node, ReentrantLock saying) {
        while (true) {
            var head = node.audit.append(AuditNode.TENANT, AuditNode.plainRecords(RECORDS));
            saying.lock();
            try {
                System.out.println(head.size() + " " + head.hash());
            } finally {
                saying.unlock();
            }
        }
    }
}
