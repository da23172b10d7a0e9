package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was acknowledged is there, however the process ended.
class DurabilityTest {
    @TempDir
    Path data;

    @Test
    void everyAcknowledgedMessageSurvivesKill9() throws Exception {
        try (RunningPlatform platform = RunningPlatform.start(data, Map.of())) {
            Person ada = Person.joins(platform, "ada");
            String conversation = ada.startsConversation("storm");
            Set<String> acknowledged = storm(platform, ada, conversation, 300, platform::kill9);
            platform.startAgain();
            assertWhole(Person.signsIn(platform, ada.userName()), conversation, acknowledged);
        }
    }

    @Test
    void sigtermFinishesWhatIsInFlightAndSaysGoodbyeToSockets() throws Exception {
        try (RunningPlatform platform = RunningPlatform.start(data, Map.of())) {
            Person ada = Person.joins(platform, "ada");
            String conversation = ada.startsConversation("storm");
            LiveConnection live = ada.connects(0);
            Set<String> acknowledged = storm(platform, ada, conversation, 300, platform::sigterm);
            LiveConnection.Closed closed = live.awaitClose();
            assertThat(closed.code()).isEqualTo(1012);
            assertThat(closed.reason()).isNotBlank();
            assertThat(platform.awaitExit()).isIn(0, 143);
            platform.startAgain();
            assertWhole(Person.signsIn(platform, ada.userName()), conversation, acknowledged);
        }
    }

    @Test
    void noPlaintextOfAMessageIsInTheDatabaseFiles() throws Exception {
        String text = "the heron stands in the reeds at dawn";
        try (RunningPlatform platform = RunningPlatform.start(data, Map.of())) {
            Person ada = Person.joins(platform, "ada");
            String conversation = ada.startsConversation("birds");
            ada.says(conversation, text);
            byte[] png = Pictures.png();
            ada.uploads(conversation, "heron.png", png).expect(201);
            assertThat(filesThatContain(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
            platform.kill9();
            assertThat(filesThatContain(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
            assertThat(filesThatContain(java.util.Arrays.copyOf(png, 32))).isEmpty();
            assertThat(filesThatContain(conversation.getBytes(StandardCharsets.UTF_8)))
                    .as("the search itself finds what is not sealed")
                    .isNotEmpty();
            platform.startAgain();
            assertThat(Person.signsIn(platform, ada.userName())
                            .history(conversation)
                            .getFirst()
                            .path("text")
                            .asText())
                    .isEqualTo(text);
        }
    }

    /// Sends from 16 callers; after `enough` acknowledgements `interruption` runs in the midst of it.
    private static Set<String> storm(
            RunningPlatform platform, Person person, String conversation, int enough, Runnable interruption)
            throws InterruptedException {
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        CountDownLatch reached = new CountDownLatch(enough);
        AtomicBoolean over = new AtomicBoolean();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int caller = 0; caller < 16; caller++) {
                int number = caller;
                executor.submit(() -> {
                    for (int i = 0; !over.get(); i++) {
                        String clientMessageId = number + "-" + i;
                        try {
                            if (person.sends(conversation, clientMessageId, "storm")
                                            .status()
                                    == 201) {
                                acknowledged.add(clientMessageId);
                                reached.countDown();
                            }
                        } catch (UncheckedIOException cut) {
                            return;
                        }
                    }
                });
            }
            assertThat(reached.await(60, java.util.concurrent.TimeUnit.SECONDS))
                    .as(() -> "acknowledgements came\n" + platform.output())
                    .isTrue();
            interruption.run();
            platform.awaitExit();
            over.set(true);
        }
        return acknowledged;
    }

    private static void assertWhole(Person person, String conversation, Set<String> acknowledged) {
        List<JsonNode> history = person.history(conversation);
        assertThat(history)
                .extracting(message -> message.path("seq").asLong())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, history.size()).boxed().toList());
        assertThat(history)
                .extracting(message -> message.path("clientMessageId").asText())
                .doesNotHaveDuplicates()
                .containsAll(acknowledged);
    }

    private List<Path> filesThatContain(byte[] needle) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, needle))
                    .toList();
        }
    }

    private static boolean contains(Path file, byte[] needle) {
        try {
            String haystack = Files.readString(file, StandardCharsets.ISO_8859_1);
            return haystack.contains(new String(needle, StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
