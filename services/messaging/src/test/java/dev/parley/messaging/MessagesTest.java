package dev.parley.messaging;

import static dev.parley.messaging.Refusals.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagingSignals;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What sending does beside the answer: signals, audit, and what is on the disk.
class MessagesTest {
    @TempDir
    private Path folder;

    private MessagingFixture parley;
    private Caller.User ada;
    private Caller.User bob;

    @BeforeEach
    void open() {
        parley = new MessagingFixture(folder);
        ada = parley.user();
        bob = parley.user();
    }

    @AfterEach
    void close() throws IOException {
        parley.close();
    }

    private BlockingQueue<byte[]> listen(String channel) {
        BlockingQueue<byte[]> heard = new LinkedBlockingQueue<>();
        var subscription = parley.storage.signals().subscribe(TenantId.DEFAULT, channel, heard::add);
        assertThat(subscription).isNotNull();
        return heard;
    }

    private static ServerFrame next(BlockingQueue<byte[]> heard) throws InterruptedException {
        byte[] payload = heard.poll(10, TimeUnit.SECONDS);
        assertThat(payload).as("a signal within 10 s").isNotNull();
        return Json.read(payload, ServerFrame.class);
    }

    @Test
    void signalsEachMessageOnceAsTheFrameThatClientsGet() throws Exception {
        ConversationId room = parley.conversation(ada, bob);
        var heard = listen(MessagingSignals.conversation(room));

        Message first = parley.messages
                .send(ada, room, MessagingFixture.message("1", "hi"))
                .message();
        parley.messages.send(ada, room, MessagingFixture.message("1", "hi"));
        Message second = parley.messages
                .send(bob, room, MessagingFixture.message("2", "ho"))
                .message();

        assertThat(next(heard)).isEqualTo(new ServerFrame.MessageFrame(first));
        assertThat(next(heard)).isEqualTo(new ServerFrame.MessageFrame(second));
        assertThat(heard).isEmpty();
    }

    @Test
    void signalsHowFarToReadWhenTheFrameIsLargerThanASignal() throws Exception {
        ConversationId room = parley.conversation(ada);
        var heard = listen(MessagingSignals.conversation(room));

        parley.messages.send(ada, room, MessagingFixture.message("1", "\u0001".repeat(16_384)));

        assertThat(next(heard)).isEqualTo(new ServerFrame.ResumedFrame(room, 1));
    }

    @Test
    void tellsUsersWhatTheyJoinAndLeave() throws Exception {
        var heard = listen(MessagingSignals.user(bob.user()));

        ConversationId first = parley.conversation(ada, bob);
        ConversationId second = parley.conversation(ada);
        parley.conversations.addMember(ada, second, bob.user());
        parley.conversations.addMember(ada, second, bob.user());
        parley.conversations.removeMember(bob, first, bob.user());

        assertThat(next(heard)).isEqualTo(new ServerFrame.JoinedFrame(first));
        assertThat(next(heard)).isEqualTo(new ServerFrame.JoinedFrame(second));
        assertThat(next(heard)).isEqualTo(new ServerFrame.LeftFrame(first));
        assertThat(heard).isEmpty();
    }

    @Test
    void auditsChangesOfMembershipAndNothingThatWasRefused() throws Exception {
        Caller.User eve = parley.user();
        ConversationId room = parley.conversation(ada, bob);
        parley.conversations.addMember(bob, room, eve.user());
        parley.conversations.addMember(bob, room, eve.user());
        assertRefused("forbidden", () -> parley.conversations.removeMember(bob, room, eve.user()));
        parley.conversations.removeMember(ada, room, eve.user());

        assertThat(parley.audit.flush(Duration.ofSeconds(10))).isTrue();
        assertThat(parley.recorded.records)
                .extracting(AuditRecord::action, AuditRecord::actor, AuditRecord::resource)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "conversation.create", ada.user().value(), room.value()),
                        org.assertj.core.groups.Tuple.tuple(
                                "member.add", bob.user().value(), room.value()),
                        org.assertj.core.groups.Tuple.tuple(
                                "member.remove", ada.user().value(), room.value()));
    }

    @Test
    void strangersCauseNoDataKeyToBeMade() {
        assertRefused(
                "not-found",
                () -> parley.messages.send(
                        ada,
                        new ConversationId("cnv_00000000000000000000000000"),
                        MessagingFixture.message("1", "anyone here?")));

        assertThat(parley.dataKeys.made()).isZero();
    }

    @Test
    void noPlaintextOfAMessageIsOnTheDisk() throws IOException {
        ConversationId room = parley.conversation(ada, bob);
        String text = "the heron flies at midnight";
        Message first = parley.messages
                .send(ada, room, MessagingFixture.message("1", text))
                .message();
        for (int i = 2; i < 50; i++) {
            parley.messages.send(bob, room, MessagingFixture.message("m" + i, text + " " + i));
        }
        assertThat(parley.messages.history(bob, room, HistoryRange.after(0, 1)).messages())
                .containsExactly(first);

        assertThat(filesContaining(room.value()))
                .as("the search finds what is there")
                .isNotEmpty();
        assertThat(filesContaining("heron flies")).isEmpty();
        parley.storage.close();
        assertThat(filesContaining("heron flies")).isEmpty();
    }

    private List<Path> filesContaining(String text) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> contains(file, text))
                    .toList();
        }
    }

    private static boolean contains(Path file, String text) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).contains(text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
