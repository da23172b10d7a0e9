package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that lose their connection at random moments and resume on either node, while messages go on and signals
/// are lost, late and doubled: whatever happens, each has every message once and in order.
class SocketResumeTest {
    private static final int MESSAGES = 400;
    private static final int CLIENTS = 6;

    @Test
    void randomDisconnectsAndBadSignalsNeitherLoseNorRepeatAMessage(@TempDir Path folder) throws Exception {
        long seed = Long.getLong("parley.seed", System.nanoTime());
        Random random = new Random(seed);
        try (SocketFixture parley = new SocketFixture(folder, new Random(random.nextLong()), 20)) {
            SocketServer[] nodes = {parley.node(), parley.node()};
            Caller.User ada = parley.user();
            List<Caller.User> members = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                members.add(parley.user());
            }
            ConversationId room = parley.conversation(ada, members.toArray(Caller.User[]::new));
            try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
                List<Future<List<Long>>> received = new ArrayList<>();
                for (Caller.User member : members) {
                    Random own = new Random(random.nextLong());
                    received.add(executor.submit(() -> follow(parley, nodes, member, room, own)));
                }
                executor.execute(() -> {
                    for (int i = 0; i < MESSAGES; i++) {
                        parley.send(ada, room, "text " + i);
                    }
                });
                List<Long> all = LongStream.rangeClosed(1, MESSAGES).boxed().toList();
                for (Future<List<Long>> each : received) {
                    assertThat(each.get()).containsExactlyElementsOf(all);
                }
            }
        } catch (Throwable e) {
            throw new AssertionError("repeat with -Dparley.seed=" + seed, e);
        }
    }

    /// @return the seqs in the order in which they came, over all connections
    private static List<Long> follow(
            SocketFixture parley, SocketServer[] nodes, Caller.User user, ConversationId room, Random random) {
        List<Long> seen = new ArrayList<>();
        String token = parley.gate.token(user);
        while (seen.size() < MESSAGES) {
            SocketServer node = nodes[random.nextInt(nodes.length)];
            try (TestClient client = TestClient.ready(node.port(), token)) {
                List<Long> live = new ArrayList<>();
                client.resume(room, seen.size());
                int patience = 1 + random.nextInt(MESSAGES / 3);
                boolean resumed = false;
                // What comes live before the resume is done may lie ahead; the client of this test puts it aside.
                while ((patience > 0 || !resumed) && seen.size() < MESSAGES) {
                    switch (client.next()) {
                        case ServerFrame.MessageFrame frame -> {
                            long seq = frame.message().seq();
                            if (seq == seen.size() + 1) {
                                seen.add(seq);
                                takeOver(live, seen);
                            } else {
                                assertThat(resumed)
                                        .as("%d came after %d", seq, seen.size())
                                        .isFalse();
                                live.add(seq);
                            }
                        }
                        case ServerFrame.ResumedFrame frame -> {
                            resumed = true;
                            assertThat(frame.latestSeq()).isEqualTo(seen.size());
                        }
                        case ServerFrame frame -> throw new AssertionError("not expected: " + frame);
                    }
                    patience--;
                }
            }
        }
        return seen;
    }

    private static void takeOver(List<Long> live, List<Long> seen) {
        while (!live.isEmpty() && live.getFirst() == seen.size() + 1) {
            seen.add(live.removeFirst());
        }
    }
}
