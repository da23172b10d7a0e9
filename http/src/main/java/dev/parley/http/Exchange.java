package dev.parley.http;

import dev.parley.core.call.CallContext;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer. Begins and ends on the event loop of its connection; between, runs on a virtual
/// thread.
///
/// `COLLECTING` (small bodies come before the thread) → `RUNNING` → `ANSWERING` → `DONE`. The phase is the one
/// thing that both threads change, under the lock of this object: so that an interrupt hits the handler and nothing
/// later, and so that there is one answer.
final class Exchange implements Runnable, Request.Peer, io.vertx.core.Handler<Void> {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// Bodies up to this size are received before a thread is started; larger ones when the handler's turn comes,
    /// so that nobody fills the memory before authentication.
    private static final int EAGER_BODY_BYTES = 64 * 1024;

    /// What an interrupted handler gets to end by itself, before it is answered for.
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final byte[] NO_BYTES = {};

    private final ServerState server;
    private final Connection connection;
    private final HttpServerRequest http;
    private final Context context;
    private final Plan plan;
    private final Request request;
    private final long startNanos = System.nanoTime();

    private Phase phase = Phase.COLLECTING;
    private boolean late;
    private boolean abandoned;
    private boolean counted;
    private @Nullable Thread thread;
    private @Nullable Response response;

    // The body: whole, or a pipe, or too large.
    private byte @Nullable [] whole = NO_BYTES;
    private @Nullable BodyPipe pipe;
    private boolean tooLarge;

    private enum Phase {
        COLLECTING,
        RUNNING,
        ANSWERING,
        DONE
    }

    /// What is to be done for a request.
    ///
    /// @param timers by class of status
    record Plan(
            Request.Head head,
            Request.Matched matched,
            Handler pipeline,
            Timer[] timers,
            CallContext call,
            Duration timeout) {}

    Exchange(ServerState server, Connection connection, HttpServerRequest http, Context context, Plan plan) {
        this.server = server;
        this.connection = connection;
        this.http = http;
        this.context = context;
        this.plan = plan;
        this.request = new Request(plan.head, plan.matched, this);
    }

    // ---- on the event loop: until the thread starts

    void begin() {
        Operation operation = plan.matched.operation();
        String length = http.getHeader("Content-Length");
        boolean hasBody = length != null ? !length.equals("0") : http.getHeader("Transfer-Encoding") != null;
        if (!hasBody || operation == null) {
            dispatch();
            return;
        }
        long limit = operation.maxBodyBytes().orElse(server.config.defaultMaxBodyBytes());
        long declared = length == null ? limit : Long.parseLong(length);
        whole = null;
        if (declared > limit) {
            http.pause();
            tooLarge = true;
            dispatch();
        } else if (operation.streaming() || declared > EAGER_BODY_BYTES) {
            http.pause();
            pipe = new BodyPipe(http, context, limit, server.config.idleTimeout());
            dispatch();
        } else {
            collect(limit);
        }
    }

    private void collect(long limit) {
        if (http.getHeader("Expect") != null) {
            http.response().writeContinue();
        }
        Collected collected = new Collected(limit);
        http.handler(collected);
        http.endHandler(v -> {
            if (!tooLarge && phase == Phase.COLLECTING) {
                whole = collected.bytes();
                dispatch();
            }
        });
    }

    /// The pieces of a small body. Mostly there is one.
    private final class Collected implements io.vertx.core.Handler<Buffer> {
        private final long limit;
        private @Nullable Buffer first;
        private @Nullable ByteArrayOutputStream all;
        private long length;

        Collected(long limit) {
            this.limit = limit;
        }

        @Override
        public void handle(Buffer piece) {
            length += piece.length();
            if (tooLarge || phase != Phase.COLLECTING) {
                return;
            }
            if (length > limit) {
                tooLarge = true;
                dispatch();
            } else if (first == null) {
                first = piece;
            } else {
                if (all == null) {
                    all = new ByteArrayOutputStream();
                    all.writeBytes(first.getBytes());
                }
                all.writeBytes(piece.getBytes());
            }
        }

        byte[] bytes() {
            if (all != null) {
                return all.toByteArray();
            }
            return first == null ? NO_BYTES : first.getBytes();
        }
    }

    private void dispatch() {
        if (!server.admit()) {
            answerNow(Response.problem(Problems.overloaded(), plan.head.id().value()));
            return;
        }
        counted = true;
        Thread started = server.threads.newThread(this);
        synchronized (this) {
            thread = started;
            phase = Phase.RUNNING;
        }
        started.start();
    }

    /// Answers from the event loop, without the pipeline.
    void answerNow(Response refusal) {
        synchronized (this) {
            if (phase == Phase.ANSWERING || phase == Phase.DONE) {
                return;
            }
            phase = Phase.ANSWERING;
            response = refusal;
        }
        handle(null);
    }

    // ---- on the virtual thread

    @Override
    public void run() {
        Response answer;
        try {
            answer = ScopedValue.where(CallContext.CURRENT, plan.call).call(() -> plan.pipeline.handle(request));
        } catch (Throwable e) {
            // The pipeline answers for exceptions; this is an Error. The peer still gets its answer.
            answer = request.failed(e);
        }
        try {
            finish(answer);
        } finally {
            server.release();
        }
    }

    private void finish(Response answer) {
        synchronized (this) {
            if (phase != Phase.RUNNING) {
                close(answer);
                return;
            }
            phase = Phase.ANSWERING;
            response = answer;
            // An interrupt that came just now was meant for the handler.
            Thread.interrupted();
        }
        if (answer.body() instanceof Response.Stream stream
                && !http.method().name().equals("HEAD")) {
            stream(stream);
        } else {
            close(answer);
            context.runOnContext(this);
        }
    }

    private void stream(Response.Stream stream) {
        HttpServerResponse out = http.response();
        try (InputStream in = stream.in()) {
            context.runOnContext(v -> writeHead(stream.length()));
            new StreamPump(out, context, server.config.idleTimeout()).send(in, stream.length());
            context.runOnContext(v -> end(out.end()));
        } catch (IOException | InterruptedException | RuntimeException e) {
            // The status is out; cutting the connection is the only way left to say that it went wrong.
            LOG.debug("{}: a stream was cut off", plan.head.id(), e);
            context.runOnContext(v -> {
                connection.close();
                done();
            });
        }
    }

    private static void close(Response answer) {
        if (answer.body() instanceof Response.Stream stream) {
            try {
                stream.in().close();
            } catch (IOException e) {
                LOG.debug("closing a stream that nobody reads", e);
            }
        }
    }

    @Override
    public byte[] bytes() throws IOException {
        byte[] known = whole;
        if (known != null) {
            return known;
        }
        byte[] read = stream().readAllBytes();
        whole = read;
        return read;
    }

    @Override
    public InputStream stream() {
        if (tooLarge) {
            throw ProblemType.TOO_LARGE.because("the body is larger than this operation takes");
        }
        byte[] known = whole;
        if (known != null) {
            return new ByteArrayInputStream(known);
        }
        if (pipe == null) {
            throw new IllegalStateException("a body is whole, or a pipe, or too large");
        }
        return pipe;
    }

    @Override
    public synchronized Throwable causeOf(Throwable failure) {
        if (late && !(failure instanceof ProblemException)) {
            return ProblemType.TIMEOUT.because("the request was not done within " + plan.timeout.toMillis() + " ms");
        }
        return failure;
    }

    // ---- on the event loop: the answer

    /// Writes the answer.
    @Override
    public void handle(@Nullable Void unused) {
        HttpServerResponse out = http.response();
        Response answer = response;
        if (answer == null || out.closed()) {
            done();
            return;
        }
        byte[] bytes = answer.wholeBody();
        boolean close = writeHead(answer.body() instanceof Response.Stream stream ? stream.length() : bytes.length);
        var sent = bytes.length == 0 || isHead() ? out.end() : out.end(Buffer.buffer(bytes));
        if (close) {
            end(sent);
        } else {
            done();
        }
    }

    private boolean isHead() {
        return http.method().name().equals("HEAD");
    }

    /// @return whether the connection ends with this answer
    private boolean writeHead(long length) {
        Response answer = response;
        HttpServerResponse out = http.response();
        if (answer == null || out.closed()) {
            return true;
        }
        boolean close = server.draining || !http.isEnded();
        ResponseHead.write(answer, plan.head.id().value(), close, out);
        if (length >= 0 && answer.status() != 204 && answer.status() != 304) {
            out.headers().set("Content-Length", Long.toString(length));
        } else if (length < 0) {
            out.setChunked(true);
        }
        return close;
    }

    private void end(io.vertx.core.Future<Void> sent) {
        boolean close = server.draining || !http.isEnded();
        if (!close || sent.failed()) {
            done();
            return;
        }
        sent.onComplete(v -> {
            done();
            if (http.isEnded()) {
                connection.close();
            } else {
                connection.linger();
                http.handler(null);
                http.endHandler(e -> connection.close());
                http.resume();
            }
        });
    }

    private void done() {
        synchronized (this) {
            if (phase == Phase.DONE) {
                return;
            }
            phase = Phase.DONE;
        }
        connection.done(server.config.idleTimeout());
        Response answer = response;
        if (answer != null) {
            long nanos = System.nanoTime() - startNanos;
            plan.timers[Math.clamp(answer.status() / 100 - 2, 0, plan.timers.length - 1)].record(
                    nanos, TimeUnit.NANOSECONDS);
        }
    }

    // ---- on the event loop: what may come between

    /// Called several times a second: sees to the deadline.
    void sweep(long nowNanos) {
        long over = nowNanos - startNanos - plan.timeout.toNanos();
        if (over < 0) {
            return;
        }
        boolean collecting;
        synchronized (this) {
            collecting = phase == Phase.COLLECTING;
            if (phase == Phase.RUNNING && !late && thread != null) {
                late = true;
                thread.interrupt();
            }
        }
        if (collecting) {
            answerNow(timedOut("the body did not come within "));
        } else if (over > GRACE_NANOS) {
            synchronized (this) {
                if (phase != Phase.RUNNING) {
                    return;
                }
            }
            LOG.error("{}: the handler goes on in spite of its interrupt", plan.head.id());
            answerNow(timedOut("the request was not done within "));
        }
    }

    private Response timedOut(String what) {
        return Response.problem(
                ProblemType.TIMEOUT.because(what + plan.timeout.toMillis() + " ms"),
                plan.head.id().value());
    }

    /// The peer has closed the connection. A handler that streams ends; any other goes on to its end, because a
    /// change half made is worse than an answer that nobody reads.
    void peerGone() {
        if (pipe != null) {
            pipe.fail("the peer has gone");
        }
        synchronized (this) {
            boolean streaming = response != null && response.body() instanceof Response.Stream;
            if (phase == Phase.ANSWERING && streaming && thread != null) {
                thread.interrupt();
            }
            if (phase == Phase.COLLECTING) {
                phase = Phase.DONE;
            }
        }
    }

    /// The server closes and waits no longer.
    synchronized void abandon() {
        abandoned = true;
        if (phase == Phase.RUNNING && thread != null) {
            thread.interrupt();
        }
    }
}
