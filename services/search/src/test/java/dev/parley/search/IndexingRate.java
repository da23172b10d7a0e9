package dev.parley.search;

import dev.parley.core.id.ConversationId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Prints how fast messages come into the index, and how long queries take in it. To be started by hand, with the
/// test class path: `java -cp … dev.parley.search.IndexingRate [folder]`.
final class IndexingRate {
    private static final int CONVERSATIONS = 50;
    private static final int MESSAGES = 200_000;
    private static final int BURST = 20;
    private static final int QUERIES = 2000;

    private IndexingRate() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("indexing-rate");
        try (RunningSearch search = new RunningSearch(folder)) {
            search.stopIndexer();
            say(search);
            long start = System.nanoTime();
            try (MessageIndexer indexer = search.startIndexer()) {
                search.awaitIndexed(Duration.ofMinutes(10));
                double seconds = (System.nanoTime() - start) / 1e9;
                System.out.printf(
                        Locale.ROOT, "indexed %d messages in %.1f s: %.0f/s%n", MESSAGES, seconds, MESSAGES / seconds);
                if (indexer == null) {
                    throw new AssertionError("it runs");
                }
            }
            query(search);
        }
    }

    private static void say(RunningSearch search) {
        Random random = new Random(1);
        List<ConversationId> conversations = new ArrayList<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            conversations.add(search.room.open(search.ada));
        }
        for (int said = 0; said < MESSAGES; said += BURST) {
            String[] texts = new String[BURST];
            for (int i = 0; i < BURST; i++) {
                texts[i] = text(random);
            }
            search.room.say(conversations.get(random.nextInt(CONVERSATIONS)), search.ada, texts);
        }
    }

    /// Twelve words, the frequent ones more often.
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            double rare = random.nextDouble();
            text.append("word").append((int) (20_000 * rare * rare * rare)).append(' ');
        }
        return text.toString();
    }

    private static void query(RunningSearch search) {
        Random random = new Random(2);
        double[] millis = new double[QUERIES];
        for (int i = 0; i < QUERIES; i++) {
            String text = "word" + random.nextInt(2000) + " word" + random.nextInt(20);
            long start = System.nanoTime();
            search.search.search(search.caller(search.ada), text, null, null, 20);
            millis[i] = (System.nanoTime() - start) / 1e6;
        }
        Arrays.sort(millis);
        System.out.printf(
                Locale.ROOT, "query: median %.2f ms, p99 %.2f ms%n", millis[QUERIES / 2], millis[QUERIES * 99 / 100]);
    }
}
