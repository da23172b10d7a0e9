package dev.parley.socket;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagePage;
import dev.parley.api.messaging.MessagingSignals;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.storage.Subscription;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live messages of one conversation, put in order for all connections here that are in it. Lives from the
/// first of them to the last. Only its home loop may call, but for [#join] and [#left].
///
/// A signal with the next seq goes out at once. One that is ahead waits a moment for those before it, because
/// signals of different senders may pass one another; if they do not come, history is read. History is also read
/// from time to time without a reason, since nobody can notice that the last signal was lost. What was sent already
/// is dropped.
///
/// It begins with the seq that history ends at, read after subscribing: what is sent from then on, it hears or
/// finds.
final class Feed {
    private static final Logger LOG = LoggerFactory.getLogger(Feed.class);
    /// Greater than any seq, and exact in JSON everywhere: asks for the latest seq without any message.
    private static final HistoryRange LATEST_SEQ_ONLY = HistoryRange.after((1L << 53) - 1, 1);

    private static final int PAGE = 200;
    private static final int MAX_EARLY_FRAMES = 1024;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Node node;
    private final TenantId tenant;
    private final ConversationId conversation;
    private final EventLoop home;
    private final Map<Loop, Audience> audiences = new IdentityHashMap<>(2);
    private final TreeMap<Long, byte[]> early = new TreeMap<>();
    /// Who joined before it was known where it begins.
    private final List<Joining> joining = new ArrayList<>();
    private boolean live;
    private boolean closed;
    private int seats;
    private long lastSeq;
    /// The greatest seq that is known to be in history, without its frame.
    private long announcedSeq;
    private boolean reading;
    private boolean retryScheduled;
    private @Nullable Future<?> gapTimer;
    private @Nullable Future<?> tailTimer;
    private Duration pause = FIRST_PAUSE;
    private @Nullable Subscription subscription;

    Feed(Node node, TenantId tenant, ConversationId conversation, EventLoop home) {
        this.node = node;
        this.tenant = tenant;
        this.conversation = conversation;
        this.home = home;
    }

    Node node() {
        return node;
    }

    ConversationId conversation() {
        return conversation;
    }

    /// Someone who wants in.
    ///
    /// @param joined called on the connection's loop when every later message comes to it, before the first
    /// @param refused called on the connection's loop when there is no such conversation
    record Joining(Connection connection, Runnable joined, Runnable refused) {}

    /// Any thread. `again` is called when this feed has just ended: there is a new one then.
    void join(Joining who, Runnable again) {
        Background.hand(home, () -> {
            if (closed) {
                again.run();
                return;
            }
            boolean first = seats == 0;
            seats++;
            if (live) {
                admit(who);
            } else {
                joining.add(who);
                if (first) {
                    start();
                }
            }
        });
    }

    private void admit(Joining who) {
        Audience audience =
                audiences.computeIfAbsent(who.connection().loop(), loop -> new Audience(loop, node.metrics()));
        Background.hand(audience.loop().executor(), () -> {
            Connection connection = who.connection();
            if (!connection.isOpen() || connection.seat(conversation) != null) {
                left();
            } else {
                Seat seat = new Seat(connection, this, audience);
                connection.sit(seat);
                audience.add(seat);
            }
            who.joined().run();
        });
    }

    /// Any thread. Takes the connection out again, also when it is just about to come in.
    void leave(Connection connection) {
        Background.hand(home, () -> {
            int before = joining.size();
            joining.removeIf(who -> who.connection() == connection);
            for (int i = joining.size(); i < before; i++) {
                left();
            }
            Background.hand(connection.loop().executor(), () -> connection.leave(conversation));
        });
    }

    /// Any thread. One seat fewer; the last one ends the feed.
    void left() {
        Background.hand(home, () -> {
            seats--;
            if (seats == 0 && !closed) {
                close();
            }
        });
    }

    private void start() {
        node.background()
                .call(
                        home,
                        () -> {
                            Subscription listening = node.peers()
                                    .signals()
                                    .subscribe(tenant, MessagingSignals.conversation(conversation), this::heard);
                            try {
                                return new Beginning(
                                        listening, history(LATEST_SEQ_ONLY).latestSeq());
                            } catch (RuntimeException e) {
                                listening.close();
                                throw e;
                            }
                        },
                        this::begin,
                        this::notBegun);
    }

    private record Beginning(Subscription subscription, long latestSeq) {}

    private void begin(Beginning beginning) {
        if (closed) {
            node.background().run(beginning.subscription()::close);
            return;
        }
        subscription = beginning.subscription();
        lastSeq = beginning.latestSeq();
        live = true;
        joining.forEach(this::admit);
        joining.clear();
        sendEarly();
        if (announcedSeq > lastSeq) {
            read();
        }
        long period = node.config().timing().tailCheck().toMillis();
        // Spread, so that feeds that began together do not ask together for ever.
        long first = ThreadLocalRandom.current().nextLong(period / 2, period + 1);
        tailTimer = home.scheduleAtFixedRate(this::read, first, period, TimeUnit.MILLISECONDS);
    }

    private void notBegun(Exception failure) {
        if (closed) {
            return;
        }
        if (failure instanceof ProblemException) {
            LOG.debug("{} is not there", conversation, failure);
            for (Joining who : joining) {
                Background.hand(who.connection().loop().executor(), who.refused());
            }
            seats -= joining.size();
            joining.clear();
            close();
            return;
        }
        LOG.debug("{} cannot be read now", conversation, failure);
        afterPause(this::start);
    }

    private void afterPause(Runnable again) {
        home.schedule(
                () -> {
                    if (!closed) {
                        again.run();
                    }
                },
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
        Duration longer = pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : longer;
    }

    /// A signal, on a thread of the adapter.
    private void heard(byte[] payload) {
        ConversationSignal signal = ConversationSignal.read(payload);
        if (signal != null) {
            Background.hand(home, () -> take(signal));
        }
    }

    private void take(ConversationSignal signal) {
        long seq = signal.seq();
        if (closed || (live && seq <= lastSeq)) {
            return;
        }
        switch (signal) {
            case ConversationSignal.Live message
            when live && seq == lastSeq + 1 -> {
                send(seq, message.payload());
                sendEarly();
            }
            case ConversationSignal.Live message -> keepEarly(seq, message.payload());
            case ConversationSignal.Announced _ -> {
                announcedSeq = Math.max(announcedSeq, seq);
                if (live) {
                    read();
                }
            }
        }
    }

    private void keepEarly(long seq, byte[] payload) {
        early.put(seq, payload);
        if (early.size() > MAX_EARLY_FRAMES) {
            // The farthest ahead: history has it when its turn comes.
            announcedSeq = Math.max(announcedSeq, early.lastKey());
            early.pollLastEntry();
        }
        waitForGap();
    }

    private void gapRemains() {
        gapTimer = null;
        if (!closed && !early.isEmpty()) {
            node.metrics().gap();
            read();
        }
    }

    /// Sends what has become next, and drops what has been sent.
    private void sendEarly() {
        while (!early.isEmpty() && early.firstKey() <= lastSeq + 1) {
            Map.Entry<Long, byte[]> next = early.pollFirstEntry();
            if (next.getKey() == lastSeq + 1) {
                send(next.getKey(), next.getValue());
            }
        }
        if (early.isEmpty() && gapTimer != null) {
            gapTimer.cancel(false);
            gapTimer = null;
        } else if (!early.isEmpty()) {
            waitForGap();
        }
    }

    private void waitForGap() {
        if (live && gapTimer == null && !reading) {
            long millis = node.config().timing().reorder().toMillis();
            gapTimer = home.schedule(this::gapRemains, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void send(long seq, byte[] json) {
        lastSeq = seq;
        ByteBuf frame = Frames.text(ByteBufAllocator.DEFAULT, json);
        for (Audience audience : audiences.values()) {
            frame.retain();
            Background.hand(audience.loop().executor(), () -> audience.deliver(seq, frame));
        }
        frame.release();
    }

    /// Reads history from where it stands, unless that is under way.
    private void read() {
        if (closed || reading) {
            return;
        }
        reading = true;
        HistoryRange range = HistoryRange.after(lastSeq, PAGE);
        node.background().call(home, () -> history(range), this::filled, this::notFilled);
    }

    private void filled(MessagePage page) {
        reading = false;
        if (closed) {
            return;
        }
        boolean progress = false;
        for (Message message : page.messages()) {
            if (message.seq() == lastSeq + 1) {
                send(message.seq(), Json.bytes(new ServerFrame.MessageFrame(message)));
                progress = true;
            }
        }
        sendEarly();
        boolean behind = Math.max(page.latestSeq(), announcedSeq) > lastSeq || !early.isEmpty();
        if (progress) {
            pause = FIRST_PAUSE;
        }
        if (behind && progress) {
            read();
        } else if (behind) {
            retryRead();
        }
    }

    private void notFilled(Exception failure) {
        reading = false;
        LOG.debug("{} cannot be read now", conversation, failure);
        retryRead();
    }

    private void retryRead() {
        if (!closed && !retryScheduled) {
            retryScheduled = true;
            afterPause(() -> {
                retryScheduled = false;
                read();
            });
        }
    }

    private MessagePage history(HistoryRange range) {
        return node.peers().messages().history(new Caller.Service(tenant, "socket"), conversation, range);
    }

    private void close() {
        closed = true;
        node.feeds().ended(tenant, conversation, this);
        early.clear();
        audiences.clear();
        if (gapTimer != null) {
            gapTimer.cancel(false);
        }
        if (tailTimer != null) {
            tailTimer.cancel(false);
        }
        Subscription listening = subscription;
        if (listening != null) {
            node.background().run(listening::close);
        }
    }
}
