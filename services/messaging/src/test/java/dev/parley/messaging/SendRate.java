package dev.parley.messaging;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Measures durable sends per second on the object, without HTTP: `SendRate <callers> <conversations> <seconds>`.
public final class SendRate {
    private static final int MAX_SAMPLES = 2_000_000;

    private SendRate() {}

    public static void main(String[] args) throws Exception {
        int callers = Integer.parseInt(args[0]);
        int conversations = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        Path folder = Files.createTempDirectory(Path.of("target"), "send-rate");
        try (MessagingFixture parley = new MessagingFixture(folder)) {
            run(parley, callers, conversations, 3);
            run(parley, callers, conversations, seconds);
        }
        System.exit(0);
    }

    private static void run(MessagingFixture parley, int callers, int conversations, int seconds) throws Exception {
        List<Caller.User> users = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            users.add(parley.user());
        }
        List<ConversationId> rooms = new ArrayList<>();
        for (int i = 0; i < conversations; i++) {
            rooms.add(parley.conversation(
                    users.getFirst(), users.subList(1, callers).toArray(Caller.User[]::new)));
        }
        CountDownLatch done = new CountDownLatch(callers);
        long[][] samples = new long[callers][];
        long cpuBefore = cpuNanos();
        long start = System.nanoTime();
        long end = start + seconds * 1_000_000_000L;
        for (int i = 0; i < callers; i++) {
            int caller = i;
            Thread.ofVirtual().start(() -> {
                samples[caller] = send(parley, users.get(caller), rooms.get(caller % conversations), end);
                done.countDown();
            });
        }
        done.await();
        double took = (System.nanoTime() - start) / 1e9;
        long[] all =
                Arrays.stream(samples).flatMapToLong(Arrays::stream).sorted().toArray();
        double cpu = (cpuNanos() - cpuBefore) / 1e3 / all.length;
        System.out.printf(
                "%d callers, %d conversations: %.0f sends/s, p50 %.2f ms, p99 %.2f ms, %.1f us of processor each%n",
                callers,
                conversations,
                all.length / took,
                all[all.length / 2] / 1e6,
                all[(int) (all.length * 0.99)] / 1e6,
                cpu);
    }

    private static long[] send(MessagingFixture parley, Caller.User user, ConversationId room, long end) {
        long[] nanos = new long[1024];
        int count = 0;
        String text = "x".repeat(200);
        while (System.nanoTime() < end && count < MAX_SAMPLES) {
            long before = System.nanoTime();
            parley.messages.send(user, room, MessagingFixture.message("m" + count, text));
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = System.nanoTime() - before;
        }
        return Arrays.copyOf(nanos, count);
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
