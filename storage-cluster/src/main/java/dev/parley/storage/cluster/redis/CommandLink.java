package dev.parley.storage.cluster.redis;

import dev.parley.core.problem.StoreUnavailableException;
import io.lettuce.core.RedisException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A connection for commands that heals itself, and a circuit breaker: while Redis does not answer, nobody but the
/// heartbeat asks it.
///
/// States: absent (no connection) → usable (answered the last heartbeat) → suspect (a command failed or took too
/// long) → usable or absent, by the next heartbeat.
final class CommandLink implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommandLink.class);

    private final RedisConnections connections;
    private final String purpose;
    private final Heartbeat heartbeat;
    private final AtomicLong epoch = new AtomicLong();
    private volatile Optional<Commands> open = Optional.empty();
    private volatile boolean usable;
    private boolean toldAbsence;

    /// @param purpose for the log
    /// @param afterBeat runs after each heartbeat, on its thread, within a bounded time
    CommandLink(RedisConnections connections, String purpose, Runnable afterBeat) {
        this.connections = connections;
        this.purpose = purpose;
        this.heartbeat = new Heartbeat(
                "redis-" + purpose, connections.config().timeouts().heartbeat(), () -> {
                    beat();
                    afterBeat.run();
                });
    }

    /// Connects, and returns when it is connected or the time for that is over.
    void start() {
        connections.onChangedNodes(epoch::incrementAndGet);
        heartbeat.start(connections.config().timeouts().connect());
    }

    /// The connection when it is usable.
    Optional<Commands> commands() {
        return usable ? open : Optional.empty();
    }

    /// What changes whenever commands may have been lost, on our way or by a failover.
    long epoch() {
        return epoch.get();
    }

    /// A command failed or was not answered in time: nobody uses the connection before the next heartbeat.
    void suspect() {
        epoch.incrementAndGet();
        usable = false;
        heartbeat.wake();
    }

    /// Returns when Redis answers.
    void check() {
        Commands commands = commands().orElseThrow(() -> new StoreUnavailableException("Redis does not answer"));
        if (!Waits.succeeds(commands.ping(), connections.config().timeouts().command())) {
            suspect();
            throw new StoreUnavailableException("Redis does not answer");
        }
    }

    /// Starts a command. Never throws and never waits.
    ///
    /// @return failed when there is no usable connection
    <T> CompletionStage<T> send(Function<Commands, CompletionStage<T>> command) {
        Optional<Commands> commands = commands();
        if (commands.isEmpty()) {
            return CompletableFuture.failedFuture(new StoreUnavailableException("Redis does not answer"));
        }
        try {
            return command.apply(commands.get());
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void beat() {
        Optional<Commands> current = open;
        if (current.isPresent() && !answers(current.get())) {
            drop(current.get());
        }
        if (open.isEmpty()) {
            connect();
        }
        boolean now = open.isPresent();
        if (now && !usable) {
            epoch.incrementAndGet();
        }
        usable = now;
        tell(now);
    }

    private boolean answers(Commands commands) {
        return commands.isOpen()
                && Waits.succeeds(
                        commands.ping(), connections.config().timeouts().connect());
    }

    private void drop(Commands commands) {
        usable = false;
        open = Optional.empty();
        epoch.incrementAndGet();
        commands.close();
    }

    private void connect() {
        Waits.opened(connections::connect, Commands::close, connections.openPatience())
                .ifPresent(opened -> open = Optional.of(opened));
    }

    private void tell(boolean present) {
        if (present && toldAbsence) {
            LOG.info("Redis answers again ({})", purpose);
        } else if (!present && !toldAbsence) {
            LOG.warn("Redis does not answer ({}); trying on", purpose);
        }
        toldAbsence = !present;
    }

    @Override
    public void close() {
        heartbeat.close();
        usable = false;
        open.ifPresent(last ->
                Waits.succeeds(last.close(), connections.config().timeouts().connect()));
        open = Optional.empty();
    }
}
