package dev.parley.storage.cluster.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/// One open connection for subscriptions, to one node. When it breaks it stays broken.
final class PubSubLink {
    private final StatefulRedisPubSubConnection<String, byte[]> connection;
    private final boolean isSharded;

    /// @param isSharded whether its node serves the slots of its channels only
    PubSubLink(StatefulRedisPubSubConnection<String, byte[]> connection, boolean isSharded) {
        this.connection = connection;
        this.isSharded = isSharded;
    }

    /// Tells the events of the connection from now on.
    void tell(Events events) {
        connection.addListener(new RedisPubSubAdapter<String, byte[]>() {
            @Override
            public void message(String channel, byte[] message) {
                events.heard(PubSubLink.this, channel, message);
            }

            @Override
            public void smessage(String channel, byte[] message) {
                events.heard(PubSubLink.this, channel, message);
            }

            @Override
            public void subscribed(String channel, long count) {
                events.subscribed(PubSubLink.this, channel);
            }

            @Override
            public void ssubscribed(String channel, long count) {
                events.subscribed(PubSubLink.this, channel);
            }

            @Override
            public void sunsubscribed(String channel, long count) {
                events.unsubscribed(PubSubLink.this, channel);
            }
        });
        connection.addListener(new RedisConnectionStateListener() {
            @Override
            public void onRedisDisconnected(RedisChannelHandler<?, ?> disconnected) {
                events.broken(PubSubLink.this);
            }
        });
    }

    boolean isOpen() {
        return connection.isOpen();
    }

    CompletionStage<?> ping() {
        return started(() -> connection.async().ping());
    }

    CompletionStage<?> subscribe(String channel) {
        return started(() -> isSharded
                ? connection.async().ssubscribe(channel)
                : connection.async().subscribe(channel));
    }

    void unsubscribe(String channel) {
        started(() -> isSharded
                ? connection.async().sunsubscribe(channel)
                : connection.async().unsubscribe(channel));
    }

    CompletionStage<?> close() {
        return connection.closeAsync();
    }

    private static CompletionStage<?> started(Supplier<CompletionStage<?>> command) {
        try {
            return command.get();
        } catch (RedisException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// What happens on a connection, told on its thread, in order.
    interface Events {
        void heard(PubSubLink link, String channel, byte[] message);

        void subscribed(PubSubLink link, String channel);

        /// Also without being asked, when a cluster's slot moved to another node.
        void unsubscribed(PubSubLink link, String channel);

        void broken(PubSubLink link);
    }
}
