package dev.parley.storage.cluster.redis;

import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/// One open connection for commands: to a server, or to all nodes of a cluster. None of its methods waits.
///
/// @param connection what the commands go through
/// @param calls the same, typed
/// @param isSharded whether channels live on the node of their slot
record Commands(
        StatefulConnection<String, byte[]> connection,
        RedisClusterAsyncCommands<String, byte[]> calls,
        boolean isSharded) {
    /// Commands that wait for Redis before further ones are refused.
    static final int MAX_UNDER_WAY = 16_384;

    static Commands single(StatefulRedisConnection<String, byte[]> connection) {
        return new Commands(connection, connection.async(), false);
    }

    static Commands sharded(StatefulRedisClusterConnection<String, byte[]> connection) {
        return new Commands(connection, connection.async(), true);
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    CompletionStage<?> ping() {
        return calls.ping();
    }

    CompletionStage<Long> publish(String channel, byte[] message) {
        return isSharded ? calls.spublish(channel, message) : calls.publish(channel, message);
    }

    CompletionStage<Long> delete(String key) {
        return calls.del(key);
    }

    /// Runs a script on one key, by its digest, with its text when the server has not seen it.
    <T> CompletionStage<T> run(Script script, ScriptOutputType answer, String key, byte[]... arguments) {
        CompletionStage<T> known = calls.evalsha(script.digest(), answer, new String[] {key}, arguments);
        return known.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
            if (cause instanceof RedisNoScriptException) {
                return calls.eval(script.text(), answer, new String[] {key}, arguments);
            }
            return CompletableFuture.failedFuture(failure);
        });
    }

    CompletionStage<?> close() {
        return connection.closeAsync();
    }
}
