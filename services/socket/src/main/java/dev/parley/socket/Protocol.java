package dev.parley.socket;

import dev.parley.api.socket.ClientFrame;
import dev.parley.api.socket.ServerFrame;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.id.ConversationId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What frames of clients do (the AsyncAPI document `asyncapi/socket.yaml` in `api`). One for all connections;
/// called on the loop of the connection it is about.
final class Protocol {
    private static final Logger LOG = LoggerFactory.getLogger(Protocol.class);
    private static final int MAX_BACKLOG = 1000;

    private final Node node;

    Protocol(Node node) {
        this.node = node;
    }

    /// A token that was accepted.
    record Accepted(Caller.User user, Instant expiresAt) {}

    void read(Connection connection, ByteBuf text) {
        if (!ByteBufUtil.isText(text, StandardCharsets.UTF_8)) {
            connection.close(CloseReason.NOT_UTF8);
            return;
        }
        ClientFrame frame;
        try {
            frame = ClientFrames.read(ByteBufUtil.getBytes(text));
        } catch (ProblemException e) {
            connection.error(e.type().code(), e.detail(), null);
            return;
        }
        boolean waits = connection.verifying || connection.state() == Connection.State.JOINING;
        if (!waits || frame instanceof ClientFrame.PingFrame) {
            take(connection, frame);
        } else if (connection.backlog().size() < MAX_BACKLOG) {
            connection.backlog().add(frame);
        } else {
            connection.close(CloseReason.TOO_MANY_FRAMES);
        }
    }

    private void take(Connection connection, ClientFrame frame) {
        switch (frame) {
            case ClientFrame.AuthenticateFrame authenticate ->
                authenticate(connection, new String(authenticate.accessToken().reveal(), StandardCharsets.UTF_8));
            case ClientFrame.ResumeFrame resume
            when connection.state() == Connection.State.READY -> resume(connection, resume);
            case ClientFrame.ResumeFrame resume ->
                connection.error(ProblemType.UNAUTHENTICATED.code(), "authenticate first", resume.conversationId());
            case ClientFrame.PingFrame _ -> connection.send(new ServerFrame.PongFrame());
        }
    }

    /// Goes on with what came while a token was verified or conversations were joined.
    private void takeBacklog(Connection connection) {
        Queue<ClientFrame> backlog = connection.backlog();
        while (connection.isOpen() && !connection.verifying && !backlog.isEmpty()) {
            take(connection, backlog.remove());
        }
    }

    private void authenticate(Connection connection, String token) {
        connection.verifying = true;
        node.background()
                .call(
                        connection.loop().executor(),
                        () -> verify(token),
                        accepted -> {
                            connection.verifying = false;
                            if (connection.isOpen()) {
                                accepted(connection, accepted);
                            }
                        },
                        failure -> {
                            connection.verifying = false;
                            refused(connection, failure);
                        });
    }

    /// May block.
    ///
    /// @throws ProblemException `invalid-token`, `forbidden`
    Accepted verify(String token) {
        Caller caller = node.peers().authenticator().authenticate(token);
        if (!(caller instanceof Caller.User user)) {
            throw ProblemType.INVALID_TOKEN.because("a connection belongs to a user");
        }
        user.require(Permission.MESSAGES_READ);
        if (user.rights().via() == Rights.Via.BREAK_GLASS) {
            // It opens one conversation to be read, not the live ones of its holder.
            throw ProblemType.FORBIDDEN.because("a break-glass opens no connection");
        }
        return new Accepted(user, TokenExpiry.of(token, node.endpoint().clock().instant()));
    }

    /// The token is good: a new connection joins its conversations; an older one goes on until the new token
    /// expires.
    void accepted(Connection connection, Accepted accepted) {
        Caller.User before = connection.caller();
        Caller.User user = accepted.user();
        if (before == null) {
            connection.authenticated(user, accepted.expiresAt());
            node.users().attach(user, new UserFeed.Attaching(connection, () -> joined(connection), connection::close));
        } else if (before.user().equals(user.user()) && before.tenant().equals(user.tenant())) {
            connection.authenticated(user, accepted.expiresAt());
            connection.send(ready(connection, user));
            takeBacklog(connection);
        } else {
            connection.error(ProblemType.INVALID_TOKEN.code(), "a connection keeps its user", null);
            takeBacklog(connection);
        }
    }

    private void joined(Connection connection) {
        Caller.User user = connection.caller();
        if (user != null && connection.isOpen()) {
            connection.ready(ready(connection, user));
            takeBacklog(connection);
        }
    }

    private ServerFrame.ReadyFrame ready(Connection connection, Caller.User user) {
        Duration left = Duration.between(node.endpoint().clock().instant(), connection.expiresAt());
        return new ServerFrame.ReadyFrame(connection.id(), user.user(), Math.max(0, left.toSeconds()));
    }

    private void refused(Connection connection, Exception failure) {
        if (!connection.isOpen()) {
            return;
        }
        if (failure instanceof ProblemException problem) {
            connection.error(problem.type().code(), problem.detail(), null);
            connection.close(CloseReason.TOKEN_REFUSED);
        } else {
            LOG.warn("{}: the token could not be verified", connection.id(), failure);
            connection.error(ProblemType.UNAVAILABLE.code(), "the token cannot be verified now", null);
            connection.close(CloseReason.UNAVAILABLE);
        }
    }

    private void resume(Connection connection, ClientFrame.ResumeFrame frame) {
        node.metrics().resume();
        ConversationId conversation = frame.conversationId();
        Seat seat = connection.seat(conversation);
        if (seat == null) {
            joinThenResume(connection, frame);
        } else if (!seat.resume(frame.afterSeq())) {
            connection.error(ProblemType.CONFLICT.code(), "a resume of this conversation is under way", conversation);
        }
    }

    /// The user may have been added a moment ago, and the signal of it not have come yet.
    private void joinThenResume(Connection connection, ClientFrame.ResumeFrame frame) {
        Caller.User user = connection.caller();
        if (user == null) {
            return;
        }
        ConversationId conversation = frame.conversationId();
        node.background()
                .call(
                        connection.loop().executor(),
                        () -> node.peers().conversations().isMember(user.tenant(), conversation, user.user()),
                        member -> {
                            if (member) {
                                node.users()
                                        .joined(user, conversation, connection, () -> resumeSeated(connection, frame));
                            } else {
                                notFound(connection, conversation);
                            }
                        },
                        failure -> {
                            LOG.warn("{}: membership could not be read", connection.id(), failure);
                            connection.error(
                                    ProblemType.UNAVAILABLE.code(), "this cannot be answered now", conversation);
                        });
    }

    private void resumeSeated(Connection connection, ClientFrame.ResumeFrame frame) {
        Seat seat = connection.seat(frame.conversationId());
        if (seat == null) {
            notFound(connection, frame.conversationId());
        } else {
            seat.resume(frame.afterSeq());
        }
    }

    private static void notFound(Connection connection, ConversationId conversation) {
        connection.error(ProblemType.NOT_FOUND.code(), "there is no such conversation", conversation);
    }
}
