package dev.parley.http.engine;

import dev.parley.core.call.CallContext;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Handler;
import dev.parley.http.Operation;
import dev.parley.http.Response;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer. Begins and ends on the event loop of its connection; between, runs on a virtual
/// thread.
///
/// `RECEIVING` (a small body comes before the thread) → `RUNNING` → `ANSWERING` → `DONE`. The phase is the one
/// thing that both threads change, under the lock of this object: so that an interrupt hits the handler and nothing
/// later, and so that there is one answer.
final class Exchange implements Runnable, IncomingRequest.Peer, Answering.Outcome {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    /// What an interrupted handler gets to end by itself, before it is answered for.
    private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ServerState server;
    private final Connection connection;
    private final HttpServerRequest http;
    private final Context context;
    private final Plan plan;
    private final IncomingRequest request;
    private final Body body;
    private final long startNanos = System.nanoTime();

    private Phase phase = Phase.RECEIVING;
    private int status;
    private boolean pumping;
    private boolean heldBack;
    private boolean peerGone;
    private long answeringSinceNanos;
    private @Nullable Thread thread;
    private @Nullable ProblemException interruptedBy;

    private enum Phase {
        RECEIVING,
        RUNNING,
        ANSWERING,
        DONE
    }

    /// What is to be done for a request.
    ///
    /// @param timers by class of status
    /// @param last whether the connection must end with the answer
    record Plan(
            IncomingRequest.Head head,
            IncomingRequest.Matched matched,
            Handler pipeline,
            List<Timer> timers,
            CallContext call,
            Duration timeout,
            boolean last) {}

    Exchange(ServerState server, Connection connection, HttpServerRequest http, Context context, Plan plan) {
        this.server = server;
        this.connection = connection;
        this.http = http;
        this.context = context;
        this.plan = plan;
        this.request = new IncomingRequest(plan.head, plan.matched, this);
        this.body = new Body(http);
    }

    /// Starts, on the event loop.
    void begin() {
        if (!http.response().writeQueueFull()) {
            receive();
            return;
        }
        // A peer that asks on and on without reading the answers would fill the memory with them.
        heldBack = true;
        http.pause();
        http.response().drainHandler(v -> {
            if (heldBack && isIn(Phase.RECEIVING)) {
                heldBack = false;
                http.resume();
                receive();
            }
        });
    }

    private void receive() {
        Operation operation = plan.matched.operation();
        long limit = operation == null
                ? 0
                : operation.maxBodyBytes().orElse(server.config().limits().defaultMaxBodyBytes());
        body.receive(operation, limit, server.config().timeouts().idle(), this::dispatch);
    }

    private void dispatch() {
        if (!server.admit()) {
            answerNow(Response.problem(Problems.overloaded(), plan.head.id().value()));
            return;
        }
        Thread started = server.newThread(this);
        synchronized (this) {
            thread = started;
            phase = Phase.RUNNING;
        }
        started.start();
    }

    /// Answers from the event loop, without the pipeline. Does nothing when there is an answer already.
    void answerNow(Response answer) {
        synchronized (this) {
            if (phase == Phase.ANSWERING || phase == Phase.DONE) {
                return;
            }
            startAnswering(answer);
        }
        body.close();
        answering(answer).handle(null);
    }

    // Under the lock.
    private void startAnswering(Response answer) {
        phase = Phase.ANSWERING;
        status = answer.status();
        answeringSinceNanos = System.nanoTime();
    }

    private Answering answering(Response answer) {
        return new Answering(server, http, body, answer, this);
    }

    // On the virtual thread.

    @Override
    public void run() {
        try {
            answer(respond());
        } finally {
            server.release();
        }
    }

    private Response respond() {
        try {
            return ScopedValue.where(CallContext.CURRENT, plan.call).call(() -> plan.pipeline.handle(request));
        } catch (Throwable e) {
            // The pipeline answers for exceptions; this is an Error. The peer still gets its answer.
            return request.failed(e);
        }
    }

    private void answer(Response answer) {
        Response.Stream stream = answer.body() instanceof Response.Stream body && !Answering.isHead(http) ? body : null;
        synchronized (this) {
            if (phase != Phase.RUNNING) {
                closeUnread(answer);
                return;
            }
            startAnswering(answer);
            // For a peer that has gone no source is waited for: only the end of the exchange is to be seen to.
            pumping = stream != null && !peerGone;
            // An interrupt that came just now was meant for the handler.
            Thread.interrupted();
        }
        Answering answering = answering(answer);
        if (stream == null) {
            closeUnread(answer);
            context.runOnContext(answering);
        } else if (pumping) {
            answering.pump(stream, context);
        } else {
            closeUnread(answer);
            context.runOnContext(v -> close());
        }
    }

    private static void closeUnread(Response answer) {
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
        return body.bytes();
    }

    @Override
    public InputStream stream() {
        return body.stream();
    }

    @Override
    public synchronized Throwable causeOf(Throwable failure) {
        return interruptedBy != null && !(failure instanceof ProblemException) ? interruptedBy : failure;
    }

    // On the event loop: how it ends.

    @Override
    public void next() {
        if (finish()) {
            connection.next(this, server.config().timeouts().idle());
        }
    }

    @Override
    public void linger() {
        if (finish()) {
            connection.linger(this);
        }
    }

    @Override
    public void close() {
        finish();
        connection.close();
    }

    @Override
    public boolean isLast() {
        return plan.last;
    }

    @Override
    public void ending() {
        connection.end();
    }

    @Override
    public String requestId() {
        return plan.head.id().value();
    }

    /// @return whether it was not finished before
    private boolean finish() {
        synchronized (this) {
            if (phase == Phase.DONE) {
                return false;
            }
            phase = Phase.DONE;
        }
        if (status == 0) {
            return true;
        }
        Timer timer = plan.timers.get(Math.clamp(status / 100 - 2, 0, plan.timers.size() - 1));
        timer.record(System.nanoTime() - startNanos, TimeUnit.NANOSECONDS);
        return true;
    }

    // On the event loop: what may come between.

    /// Called several times a second: sees to the deadline.
    void sweep(long nowNanos) {
        if (heldBack
                && nowNanos - startNanos > server.config().timeouts().idle().toNanos()) {
            close();
            return;
        }
        long over = nowNanos - startNanos - plan.timeout.toNanos();
        if (over < 0 || heldBack) {
            return;
        }
        if (isIn(Phase.ANSWERING)) {
            sweepAnswer(nowNanos);
        } else if (isIn(Phase.RECEIVING)) {
            answerNow(problem(Problems.BODY_TIMEOUT.because("the request was not whole in time")));
        } else if (over > GRACE_NANOS && isIn(Phase.RUNNING)) {
            LOG.error("{}: a handler goes on in spite of its interrupt", plan.head.id());
            answerNow(problem(lateness()));
        } else {
            interrupt(lateness());
        }
    }

    /// Ends an answer that its peer does not take, or whose source gives nothing.
    private void sweepAnswer(long nowNanos) {
        Duration most = pumping
                ? server.config().timeouts().stream()
                : server.config().timeouts().idle();
        if (nowNanos - answeringSinceNanos > most.toNanos() && !interruptPump()) {
            close();
        }
    }

    /// @return whether a stream is being sent, which ends now
    private synchronized boolean interruptPump() {
        Thread sender = thread;
        if (sender == null || phase != Phase.ANSWERING || !pumping) {
            return false;
        }
        sender.interrupt();
        return true;
    }

    private ProblemException lateness() {
        return ProblemType.TIMEOUT.because("the request was not done within " + plan.timeout.toMillis() + " ms");
    }

    private Response problem(ProblemException refusal) {
        return Response.problem(refusal, plan.head.id().value());
    }

    /// The peer has closed the connection. What streams ends; any other handler goes on to its end, because a
    /// change half made is worse than an answer that nobody reads.
    void peerGone() {
        body.close();
        synchronized (this) {
            peerGone = true;
            if (phase == Phase.RECEIVING) {
                phase = Phase.DONE;
            }
        }
        interruptPump();
        if (body.isStreamed()) {
            interrupt(Problems.PEER_GONE.because("the peer has gone"));
            body.fail("the peer has gone");
        }
    }

    /// The server closes and waits no longer.
    void abandon() {
        interruptPump();
        interrupt(Problems.closing());
    }

    boolean isDone() {
        return isIn(Phase.DONE);
    }

    private synchronized void interrupt(ProblemException reason) {
        if (phase == Phase.RUNNING && interruptedBy == null && thread != null) {
            interruptedBy = reason;
            thread.interrupt();
        }
    }

    private synchronized boolean isIn(Phase asked) {
        return phase == asked;
    }
}
