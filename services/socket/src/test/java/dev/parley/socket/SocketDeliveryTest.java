package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.messaging.Message;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What arrives where, live and after a resume.
class SocketDeliveryTest {
    private SocketFixture parley;
    private SocketServer first;
    private SocketServer second;
    private Caller.User ada;
    private Caller.User bob;
    private final List<TestClient> clients = new ArrayList<>();

    @BeforeEach
    void open(@TempDir Path folder) throws IOException {
        parley = new SocketFixture(folder);
        first = parley.node();
        second = parley.node();
        ada = parley.user();
        bob = parley.user();
    }

    @AfterEach
    void close() throws IOException {
        clients.forEach(TestClient::close);
        parley.close();
    }

    private TestClient ready(SocketServer node, Caller.User user) {
        TestClient client = TestClient.ready(node.port(), parley.gate.token(user));
        clients.add(client);
        return client;
    }

    @Test
    void messagesArriveOnEveryNodeAndDeviceOfEveryMemberAndNowhereElse() {
        ConversationId room = parley.conversation(ada, bob);
        TestClient adasPhone = ready(first, ada);
        TestClient adasDesk = ready(second, ada);
        TestClient bobs = ready(second, bob);
        TestClient eves = ready(first, parley.user());

        Message sent = parley.send(ada, room, "Grüße 👋");

        assertThat(adasPhone.nextMessage()).isEqualTo(sent);
        assertThat(adasDesk.nextMessage()).isEqualTo(sent);
        assertThat(bobs.nextMessage()).isEqualTo(sent);
        eves.assertNothingElse();
    }

    @Test
    void largestMessagesArriveThoughNoSignalCanCarryThem() {
        ConversationId room = parley.conversation(ada, bob);
        TestClient client = ready(first, bob);

        Message sent = parley.send(ada, room, "\u0001".repeat(16_384));
        Message next = parley.send(ada, room, "and on");

        assertThat(client.nextMessage()).isEqualTo(sent);
        assertThat(client.nextMessage()).isEqualTo(next);
    }

    @Test
    void joinsAndLeavesTakeEffectOnOpenConnections() {
        ConversationId room = parley.conversation(ada);
        TestClient client = ready(first, bob);
        parley.conversations.addMember(ada, room, bob.user());
        assertThat(client.next()).isEqualTo(new ServerFrame.JoinedFrame(room));
        Message sent = parley.send(ada, room, "welcome");
        assertThat(client.nextMessage()).isEqualTo(sent);

        parley.conversations.removeMember(ada, room, bob.user());
        assertThat(client.next()).isEqualTo(new ServerFrame.LeftFrame(room));
        parley.send(ada, room, "he is gone");
        client.resume(room, 0);
        assertThat(client.nextError()).isEqualTo("not-found");
        client.assertNothingElse();
    }

    @Test
    void whoIsRemovedWhileResumingGetsNothingThatCameLater() {
        ConversationId room = parley.conversation(ada, bob);
        for (int i = 1; i <= 300; i++) {
            parley.send(ada, room, "text " + i);
        }
        TestClient client = ready(first, bob);
        client.resume(room, 0);
        parley.conversations.removeMember(ada, room, bob.user());
        parley.send(ada, room, "he is gone");

        // What he had a right to when it was read may still come, then he is out and it ends.
        ServerFrame frame = client.next();
        while (!frame.equals(new ServerFrame.LeftFrame(room))) {
            if (frame instanceof ServerFrame.MessageFrame message) {
                assertThat(message.message().seq()).isLessThanOrEqualTo(300);
            }
            frame = client.next();
        }
        parley.send(ada, room, "for good");
        client.resume(room, 0);
        assertThat(client.nextError()).isEqualTo("not-found");
        client.assertNothingElse();
    }

    @Test
    void aUserInManyConversationsHearsOfEachOfThem() {
        List<ConversationId> rooms = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            rooms.add(parley.conversation(ada, bob));
        }
        TestClient client = ready(first, bob);
        for (ConversationId room : rooms) {
            parley.send(ada, room, "hello");
        }
        List<ConversationId> heard = new ArrayList<>();
        for (int i = 0; i < rooms.size(); i++) {
            heard.add(client.nextMessage().conversationId());
        }
        assertThat(heard).containsExactlyInAnyOrderElementsOf(rooms);
        client.assertNothingElse();
    }

    @Test
    void lostJoinsAndLeavesAreFoundOut() {
        ConversationId room = parley.conversation(ada);
        TestClient client = ready(first, bob);
        parley.signals.lose(100);
        parley.conversations.addMember(ada, room, bob.user());
        assertThat(client.next()).isEqualTo(new ServerFrame.JoinedFrame(room));
        parley.conversations.removeMember(ada, room, bob.user());
        assertThat(client.next()).isEqualTo(new ServerFrame.LeftFrame(room));
    }

    @Test
    void aMessageWhoseSignalWasLostArrivesWithoutAnother() {
        ConversationId room = parley.conversation(ada, bob);
        TestClient client = ready(first, bob);
        parley.signals.lose(100);

        Message sent = parley.send(ada, room, "is anyone there?");

        assertThat(client.nextMessage()).isEqualTo(sent);
    }

    @Test
    void resumesAConversationThatWasJoinedAMomentAgo() {
        ConversationId room = parley.conversation(ada);
        Message sent = parley.send(ada, room, "before");
        TestClient client = ready(first, bob);
        parley.signals.lose(100);
        parley.conversations.addMember(ada, room, bob.user());
        client.resume(room, 0);

        assertThat(client.next()).isEqualTo(new ServerFrame.JoinedFrame(room));
        assertThat(client.nextMessage()).isEqualTo(sent);
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 1));
    }

    @Test
    void resumesFromAnySeqPageByPageAndGoesOnLive() {
        ConversationId room = parley.conversation(ada, bob);
        for (int i = 1; i <= 250; i++) {
            parley.send(ada, room, "text " + i);
        }
        TestClient client = ready(first, bob);

        client.resume(room, 7);
        List<Long> seqs = new ArrayList<>();
        for (int i = 8; i <= 250; i++) {
            seqs.add(client.nextMessage().seq());
        }
        assertThat(seqs)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(8, 250).boxed().toList());
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 250));
        assertThat(client.frames()).isEmpty();
        parley.send(ada, room, "live");
        assertThat(client.nextMessage().seq()).isEqualTo(251);
    }

    @Test
    void resumeDoesNotRepeatWhatTheConnectionHasSeen() {
        ConversationId room = parley.conversation(ada, bob);
        for (int i = 1; i <= 5; i++) {
            parley.send(ada, room, "text " + i);
        }
        TestClient client = ready(first, bob);
        parley.send(ada, room, "live 6");
        parley.send(ada, room, "live 7");
        assertThat(client.nextMessage().seq()).isEqualTo(6);
        assertThat(client.nextMessage().seq()).isEqualTo(7);

        client.resume(room, 3);
        assertThat(client.nextMessage().seq()).isEqualTo(4);
        assertThat(client.nextMessage().seq()).isEqualTo(5);
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 7));
        client.resume(room, 3);
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 7));
        parley.send(ada, room, "live 8");
        assertThat(client.nextMessage().seq()).isEqualTo(8);
    }

    @Test
    void whoClaimsToHaveSeenMoreThanThereIsStillGetsWhatComes() {
        ConversationId room = parley.conversation(ada, bob);
        parley.send(ada, room, "one");
        TestClient client = ready(first, bob);
        client.resume(room, 1000);
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 1));
        parley.send(ada, room, "two");
        assertThat(client.nextMessage().seq()).isEqualTo(2);
    }

    @Test
    void resumeMaySentBeforeReady() {
        ConversationId room = parley.conversation(ada, bob);
        Message sent = parley.send(ada, room, "one");
        TestClient client = TestClient.anonymous(first.port());
        clients.add(client);
        client.authenticate(parley.gate.token(bob));
        client.resume(room, 0);
        assertThat(client.next()).isInstanceOf(ServerFrame.ReadyFrame.class);
        assertThat(client.nextMessage()).isEqualTo(sent);
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 1));
    }

    @Test
    void manyConversationsResumeOnOneConnection() {
        List<ConversationId> rooms = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ConversationId room = parley.conversation(ada, bob);
            parley.send(ada, room, "in room " + i);
            rooms.add(room);
        }
        TestClient client = ready(second, bob);
        rooms.forEach(room -> client.resume(room, 0));
        List<ConversationId> resumed = new ArrayList<>();
        int messages = 0;
        while (resumed.size() < rooms.size()) {
            ServerFrame frame = client.next();
            if (frame instanceof ServerFrame.ResumedFrame done) {
                resumed.add(done.conversationId());
            } else {
                assertThat(frame).isInstanceOf(ServerFrame.MessageFrame.class);
                messages++;
            }
        }
        assertThat(messages).isEqualTo(rooms.size());
        assertThat(resumed).containsExactlyInAnyOrderElementsOf(rooms);
    }

    @Test
    void sendersAtOnceArriveInOneOrderEverywhere() throws Exception {
        ConversationId room = parley.conversation(ada, bob);
        TestClient here = ready(first, ada);
        TestClient there = ready(second, bob);
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                Caller.User sender = i % 2 == 0 ? ada : bob;
                executor.execute(() -> parley.send(sender, room, "hello"));
            }
        }
        for (long seq = 1; seq <= 200; seq++) {
            assertThat(here.nextMessage().seq()).isEqualTo(seq);
            assertThat(there.nextMessage().seq()).isEqualTo(seq);
        }
    }

    @Test
    void whoDoesNotReadIsSentAwayHoldsUpNobodyAndResumes() throws Exception {
        ConversationId room = parley.conversation(ada, bob);
        var limits = new SocketConfig.Limits(16 << 10, 100, 10, 1 << 18, 1000);
        SocketServer node = parley.node(SocketConfig.at("127.0.0.1", 0).withLimits(limits));
        TestClient reading = ready(node, bob);
        int seen = 0;
        try (RawClient stuck = RawClient.connect(node.port(), parley.gate.token(ada))) {
            assertThat(stuck.readFrame()).as("ready").isEqualTo(0x1);
            String text = "x".repeat(15_000);
            // More than kernel and node together hold for one connection.
            for (int i = 1; i <= 700; i++) {
                parley.send(ada, room, text);
                assertThat(reading.nextMessage().seq()).isEqualTo(i);
            }
            List<Integer> opcodes = stuck.opcodesUntilClose();
            assertThat(opcodes).hasSizeLessThan(700);
            assertThat(opcodes.getLast())
                    .as("a close frame, or the cut that follows it")
                    .isIn(0x8, 0x1);
            seen = Math.toIntExact(opcodes.stream().filter(each -> each == 0x1).count());
        }
        // The last one may have been cut in the middle: it is asked for again.
        int afterSeq = Math.max(0, seen - 1);
        TestClient back = ready(node, ada);
        back.resume(room, afterSeq);
        for (int seq = afterSeq + 1; seq <= 700; seq++) {
            assertThat(back.nextMessage().seq()).isEqualTo(seq);
        }
        assertThat(back.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 700));
    }

    @Test
    void whoResumesMoreThanMayWaitGetsItAllAtTheirPace() throws Exception {
        ConversationId room = parley.conversation(ada, bob);
        String text = "x".repeat(15_000);
        for (int i = 1; i <= 150; i++) {
            parley.send(ada, room, text);
        }
        var limits = new SocketConfig.Limits(16 << 10, 100, 10, 1 << 18, 1000);
        SocketServer node = parley.node(SocketConfig.at("127.0.0.1", 0).withLimits(limits));
        TestClient client = ready(node, bob);
        client.resume(room, 0);
        for (long seq = 1; seq <= 150; seq++) {
            assertThat(client.nextMessage().seq()).isEqualTo(seq);
        }
        assertThat(client.next()).isEqualTo(new ServerFrame.ResumedFrame(room, 150));
    }
}
