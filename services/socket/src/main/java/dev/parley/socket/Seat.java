package dev.parley.socket;

import dev.parley.core.id.ConversationId;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A connection's place in a conversation: which messages it has seen, and so which one comes next. Only the
/// connection's loop may call.
///
/// Seen is a run of seqs without gaps, from [#firstSeen] to [#lastSeen]. What follows on it is sent; what lies
/// within is not sent again; what would leave a gap is first caught up with.
final class Seat {
    private final Connection connection;
    private final Feed feed;
    private final Audience audience;
    private long firstSeen;
    private long lastSeen;
    private @Nullable CatchUp catchUp;
    private boolean left;

    /// Index in the list of its audience, which keeps it.
    int place;

    Seat(Connection connection, Feed feed, Audience audience) {
        this.connection = connection;
        this.feed = feed;
        this.audience = audience;
    }

    ConversationId conversation() {
        return feed.conversation();
    }

    Connection connection() {
        return connection;
    }

    boolean hasLeft() {
        return left;
    }

    boolean hasSeen(long seq) {
        return lastSeen > 0 && seq >= firstSeen && seq <= lastSeen;
    }

    @Nullable
    CatchUp catchUp() {
        return catchUp;
    }

    /// A live frame, in the order of seq as far as the feed knows. The buffer stays the caller's.
    void deliver(long seq, ByteBuf frame) {
        if (catchUp != null) {
            catchUp.hold(seq, frame);
        } else if (lastSeen == 0) {
            firstSeen = seq;
            lastSeen = seq;
            connection.deliver(frame);
        } else if (seq == lastSeen + 1) {
            lastSeen = seq;
            connection.deliver(frame);
        } else if (seq > lastSeen) {
            // Not expected of a feed; whatever the cause, history mends it.
            replaceCatchUp(CatchUp.afterGap(this, feed.node(), lastSeen)).hold(seq, frame);
        }
    }

    /// The client asks for what came after a seq.
    ///
    /// @return whether no other resume of this conversation was under way
    boolean resume(long afterSeq) {
        if (catchUp != null && catchUp.isAskedFor()) {
            return false;
        }
        replaceCatchUp(CatchUp.askedFor(this, feed.node(), afterSeq));
        return true;
    }

    private CatchUp replaceCatchUp(CatchUp next) {
        if (catchUp != null) {
            catchUp.cancel();
        }
        catchUp = next;
        connection.begin(next);
        return next;
    }

    /// The catch-up is over: everything from `from` up to `upTo` was sent on this connection, or the client had it.
    void caughtUp(long from, long upTo) {
        boolean joins = lastSeen > 0 && from <= lastSeen + 1;
        firstSeen = joins ? Math.min(firstSeen, from) : from;
        lastSeen = joins ? Math.max(lastSeen, upTo) : upTo;
        catchUp = null;
    }

    /// Live frames went through while the catch-up held them: now they are seen.
    void saw(long seq) {
        lastSeen = Math.max(lastSeen, seq);
    }

    void leave() {
        if (left) {
            return;
        }
        left = true;
        if (catchUp != null) {
            catchUp.cancel();
            catchUp = null;
        }
        audience.remove(this);
        feed.left();
    }
}
