package dev.parley.socket;

import dev.parley.api.messaging.HistoryRange;
import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessagePage;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings one connection up to date with one conversation: history page by page, as fast as the client reads, while
/// live frames are held back; then the held ones that follow on without a gap. Only the connection's loop may call.
///
/// What is held is bounded. When it grows beyond, it is let go: history has it as well, so only another page is
/// needed. So however many messages come while a client resumes, it neither misses one, nor sees one twice, nor
/// costs more memory.
///
/// Pages are read as the user, so that someone who was removed in the meantime gets nothing.
final class CatchUp {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUp.class);
    private static final int PAGE = 100;
    private static final int CHUNK_BYTES = 64 << 10;
    private static final int MAX_HELD_FRAMES = 512;
    private static final int MAX_HELD_BYTES = 256 << 10;
    private static final int MAX_FAILURES = 6;
    private static final int FIRST_PAUSE_MILLIS = 50;

    private final Seat seat;
    private final Node node;
    private final boolean askedFor;
    /// What the client had seen before.
    private long start;
    private final Deque<Held> held = new ArrayDeque<>();
    private int heldBytes;
    /// The greatest seq that was let go.
    private long letGo;
    /// Everything up to here was sent or had been seen.
    private long cursor;
    private int failures;
    private boolean started;
    private boolean cancelled;

    private CatchUp(Seat seat, Node node, boolean askedFor, long afterSeq) {
        this.seat = seat;
        this.node = node;
        this.askedFor = askedFor;
        this.start = afterSeq;
        this.cursor = afterSeq;
    }

    /// The client resumes.
    static CatchUp askedFor(Seat seat, Node node, long afterSeq) {
        return new CatchUp(seat, node, true, afterSeq);
    }

    /// A gap is closed without the client's doing.
    static CatchUp afterGap(Seat seat, Node node, long afterSeq) {
        return new CatchUp(seat, node, false, afterSeq);
    }

    boolean isAskedFor() {
        return askedFor;
    }

    private record Held(long seq, ByteBuf frame) {}

    /// A message of a page, encoded on the thread that read it.
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    private record Encoded(long seq, byte[] json) {}

    private record Page(Deque<Encoded> messages, long latestSeq) {}

    /// Keeps a live frame until its turn comes. The buffer stays the caller's.
    void hold(long seq, ByteBuf frame) {
        if (held.size() >= MAX_HELD_FRAMES || heldBytes + frame.readableBytes() > MAX_HELD_BYTES) {
            releaseHeld();
            letGo = seq;
            return;
        }
        held.add(new Held(seq, frame.retainedDuplicate()));
        heldBytes += frame.readableBytes();
    }

    void start() {
        started = true;
        if (cancelled) {
            seat.connection().ended();
        } else {
            readPage();
        }
    }

    /// The seat is given up, or another catch-up takes its place: what was held is in history.
    void cancel() {
        if (!cancelled) {
            cancelled = true;
            releaseHeld();
            if (started) {
                seat.connection().ended();
            }
        }
    }

    private void readPage() {
        Caller.User caller = seat.connection().caller();
        if (cancelled || caller == null) {
            return;
        }
        HistoryRange range = HistoryRange.after(cursor, PAGE);
        node.background()
                .call(
                        seat.connection().loop().executor(),
                        () -> encode(node.peers().messages().history(caller, seat.conversation(), range)),
                        this::received,
                        this::failed);
    }

    private static Page encode(MessagePage page) {
        Deque<Encoded> messages = new ArrayDeque<>(page.messages().size());
        for (Message message : page.messages()) {
            messages.add(new Encoded(message.seq(), Json.bytes(new ServerFrame.MessageFrame(message))));
        }
        return new Page(messages, page.latestSeq());
    }

    private void received(Page page) {
        if (cancelled) {
            return;
        }
        // A client may claim to have seen more than there is. What comes next is then new to it all the same.
        cursor = Math.min(cursor, page.latestSeq());
        start = Math.min(start, page.latestSeq());
        send(page, !page.messages().isEmpty());
    }

    /// Sends what it may without filling the connection's queue, the rest when that has left.
    private void send(Page page, boolean progress) {
        if (cancelled) {
            return;
        }
        int bytes = 0;
        while (!page.messages().isEmpty() && bytes < CHUNK_BYTES) {
            Encoded next = page.messages().poll();
            if (!seat.hasSeen(next.seq())) {
                bytes += seat.connection().writeText(next.json());
            }
            cursor = next.seq();
        }
        if (bytes > 0) {
            seat.connection().whenWritten(() -> send(page, progress));
        } else {
            sent(page.latestSeq(), progress);
        }
    }

    /// A page has left. Either nothing is missing any more, or another page follows.
    private void sent(long latestSeq, boolean progress) {
        while (!held.isEmpty() && held.peek().seq() <= cursor) {
            release(held.poll());
        }
        boolean complete = held.isEmpty()
                ? Math.max(latestSeq, letGo) <= cursor
                : held.peek().seq() == cursor + 1;
        if (complete) {
            finish();
        } else if (progress) {
            failures = 0;
            readPage();
        } else {
            later(new IllegalStateException("a message was signalled that history does not show yet"));
        }
    }

    private void finish() {
        seat.caughtUp(start + 1, cursor);
        for (Held next = held.poll(); next != null; next = held.poll()) {
            cursor = next.seq();
            if (!seat.hasSeen(cursor)) {
                seat.connection().deliver(next.frame());
                seat.saw(cursor);
            }
            release(next);
        }
        if (askedFor) {
            seat.connection().send(new ServerFrame.ResumedFrame(seat.conversation(), cursor));
        }
        cancelled = true;
        seat.connection().ended();
    }

    private void failed(Exception failure) {
        if (cancelled) {
            return;
        }
        if (failure instanceof ProblemException problem && problem.type().code().equals(ProblemType.NOT_FOUND.code())) {
            seat.connection().error(problem.type().code(), problem.detail(), seat.conversation());
            seat.connection().leave(seat.conversation());
            return;
        }
        later(failure);
    }

    /// Tries again after a growing pause, and gives up the connection in the end: the client resumes on the next
    /// one.
    private void later(Exception failure) {
        failures++;
        if (failures > MAX_FAILURES) {
            LOG.warn("{}: {} could not be read from history", seat.connection().id(), seat.conversation(), failure);
            seat.connection().close(CloseReason.UNAVAILABLE);
            return;
        }
        seat.connection()
                .loop()
                .executor()
                .schedule(this::readPage, (long) FIRST_PAUSE_MILLIS << failures, TimeUnit.MILLISECONDS);
    }

    private void releaseHeld() {
        held.forEach(CatchUp::release);
        held.clear();
        heldBytes = 0;
    }

    private static void release(Held one) {
        one.frame().release();
    }
}
