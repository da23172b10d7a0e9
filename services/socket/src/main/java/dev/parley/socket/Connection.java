package dev.parley.socket;

import dev.parley.api.socket.ClientFrame;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.ConversationId;
import dev.parley.core.json.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A WebSocket connection from its upgrade to its end: what it is allowed, what it has seen, and how bytes get to
/// it. Only its own loop may call, but for [#id], [#loop] and [#caller].
///
/// Kept small, because there are many: what most connections never need is made when it is needed.
final class Connection {
    /// Where a connection stands.
    enum State {
        /// Nobody knows yet who it is.
        NEW,
        /// The token is accepted; its conversations are being joined. What is live waits, so that `ready` comes
        /// first.
        JOINING,
        READY,
        /// A close frame was sent or received: nothing is written any more.
        CLOSING
    }

    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final int MAX_RESUMES_AT_A_TIME = 4;

    private final Node node;
    private final Loop loop;
    private final Channel channel;
    private final String id;
    private State state = State.NEW;
    private volatile Caller.@Nullable User caller;
    private Instant expiresAt = Instant.MAX;
    private final Map<ConversationId, Seat> seats = new HashMap<>(4);
    private @Nullable List<ByteBuf> untilReady;
    private int untilReadyBytes;
    private @Nullable Queue<ClientFrame> backlog;
    private @Nullable Queue<CatchUp> waitingResumes;
    private int runningResumes;
    private boolean flushing;

    /// Index in the list of its loop, which keeps it.
    int place;
    /// A token is being verified. Kept by [Protocol].
    boolean verifying;
    /// Frames of the client since the last sweep. Kept by [Protocol].
    int framesHeard;
    /// When the client was last heard, and whether it was pinged since. Kept by [Protocol].
    long heardNanos;
    boolean pinged;
    final long openedNanos;

    Connection(Node node, Loop loop, Channel channel, String id) {
        this.node = node;
        this.loop = loop;
        this.channel = channel;
        this.id = id;
        this.openedNanos = System.nanoTime();
        this.heardNanos = openedNanos;
    }

    String id() {
        return id;
    }

    Loop loop() {
        return loop;
    }

    State state() {
        return state;
    }

    boolean isOpen() {
        return state != State.CLOSING;
    }

    /// Who it is, once authenticated. Any thread may ask.
    Caller.@Nullable User caller() {
        return caller;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    void authenticated(Caller.User user, Instant tokenExpiresAt) {
        caller = user;
        expiresAt = tokenExpiresAt;
        if (state == State.NEW) {
            state = State.JOINING;
        }
    }

    /// All conversations are joined: `ready` goes out, then what came in the meantime.
    void ready(ServerFrame.ReadyFrame frame) {
        if (state != State.JOINING) {
            return;
        }
        state = State.READY;
        send(frame);
        List<ByteBuf> held = untilReady;
        untilReady = null;
        if (held != null) {
            held.forEach(this::write);
        }
    }

    void send(ServerFrame frame) {
        write(Frames.text(channel.alloc(), Json.bytes(frame)));
    }

    void error(String code, String detail, @Nullable ConversationId conversation) {
        send(new ServerFrame.ErrorFrame(code, detail, conversation));
    }

    /// A frame for this connection alone, in JSON.
    ///
    /// @return bytes written
    int writeText(byte[] json) {
        ByteBuf frame = Frames.text(channel.alloc(), json);
        int bytes = frame.readableBytes();
        write(frame);
        return bytes;
    }

    /// A live frame that others get as well. Who does not read fast enough is sent away.
    void deliver(ByteBuf shared) {
        if (state == State.CLOSING) {
            return;
        }
        if (state == State.JOINING) {
            holdUntilReady(shared.retainedDuplicate());
            return;
        }
        if (!channel.isWritable()) {
            // Perhaps only because nothing was flushed since.
            channel.flush();
            if (!channel.isWritable()) {
                close(CloseReason.TOO_SLOW);
                return;
            }
        }
        write(shared.retainedDuplicate());
    }

    private void holdUntilReady(ByteBuf frame) {
        List<ByteBuf> held = untilReady;
        if (held == null) {
            held = new ArrayList<>();
            untilReady = held;
        }
        held.add(frame);
        untilReadyBytes += frame.readableBytes();
        if (untilReadyBytes > node.config().limits().maxOutboundBytes()) {
            close(CloseReason.TOO_SLOW);
        }
    }

    /// Takes over the buffer.
    void write(ByteBuf frame) {
        if (state == State.CLOSING || !channel.isActive()) {
            frame.release();
            return;
        }
        channel.write(frame, channel.voidPromise());
        if (!flushing) {
            flushing = true;
            loop.flushSoon(this);
        }
    }

    void ping() {
        write(Frames.ping(channel.alloc()));
    }

    /// Ends the connection without a word.
    void cut() {
        channel.close();
    }

    void flush() {
        flushing = false;
        channel.flush();
    }

    /// Calls `then` when everything written so far has left for the network, so that a resume goes at the client's
    /// pace.
    void whenWritten(Runnable then) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                then.run();
            }
        });
    }

    /// Says why, then ends the connection when the client has answered, or after a while without.
    void close(CloseReason reason) {
        if (state == State.CLOSING) {
            return;
        }
        node.metrics().closed(reason);
        state = State.CLOSING;
        releaseHeld();
        channel.writeAndFlush(Frames.close(channel.alloc(), reason.code(), reason.text()));
        loop.executor().schedule(() -> channel.close(), CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /// The client said that it ends.
    ///
    /// @param code of its close frame, negative when there was none
    void closedByClient(int code) {
        if (state == State.CLOSING) {
            channel.close();
            return;
        }
        state = State.CLOSING;
        releaseHeld();
        ByteBuf answer = code < 0 ? Frames.close(channel.alloc()) : Frames.close(channel.alloc(), code, "");
        channel.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    }

    /// The channel is gone. Frees what it held.
    void gone() {
        state = State.CLOSING;
        releaseHeld();
        waitingResumes = null;
        for (Seat seat : List.copyOf(seats.values())) {
            seat.leave();
        }
        seats.clear();
    }

    private void releaseHeld() {
        List<ByteBuf> held = untilReady;
        untilReady = null;
        if (held != null) {
            held.forEach(ByteBuf::release);
        }
    }

    @Nullable
    Seat seat(ConversationId conversation) {
        return seats.get(conversation);
    }

    /// The user is in the conversation, and its messages follow.
    void sit(Seat seat) {
        if (state == State.READY) {
            send(new ServerFrame.JoinedFrame(seat.conversation()));
        }
        seats.put(seat.conversation(), seat);
    }

    /// Frames of the client that wait until it is known who it is. Kept by [Protocol].
    Queue<ClientFrame> backlog() {
        Queue<ClientFrame> waiting = backlog;
        if (waiting == null) {
            waiting = new ArrayDeque<>(4);
            backlog = waiting;
        }
        return waiting;
    }

    /// The user is no longer in the conversation.
    void leave(ConversationId conversation) {
        Seat seat = seats.remove(conversation);
        if (seat != null) {
            seat.leave();
            if (state == State.READY) {
                send(new ServerFrame.LeftFrame(conversation));
            }
        }
    }

    void leaveAllBut(Set<ConversationId> allowed) {
        for (ConversationId conversation : List.copyOf(seats.keySet())) {
            if (!allowed.contains(conversation)) {
                leave(conversation);
            }
        }
    }

    /// Starts the resume now, or when another one of this connection has ended.
    void begin(CatchUp resume) {
        if (runningResumes < MAX_RESUMES_AT_A_TIME) {
            runningResumes++;
            resume.start();
            return;
        }
        Queue<CatchUp> waiting = waitingResumes;
        if (waiting == null) {
            waiting = new ArrayDeque<>();
            waitingResumes = waiting;
        }
        waiting.add(resume);
    }

    /// A resume that was started has ended.
    void ended() {
        runningResumes--;
        Queue<CatchUp> waiting = waitingResumes;
        CatchUp next = waiting == null ? null : waiting.poll();
        if (next != null) {
            begin(next);
        }
    }
}
