package dev.parley.storage.cluster.redis;

import dev.parley.core.secret.Secret;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.MaintNotificationsConfig;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.event.ClusterTopologyChangedEvent;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.event.connection.DisconnectedEvent;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import reactor.core.Disposable;
import reactor.core.Disposables;

/// Opens connections to Redis, whatever its topology. Connects to nothing by itself; [RedisSignals] and
/// [RedisCaches] share one, and who made it closes it after them.
///
/// Connections of a single server do not reconnect by themselves: a [CommandLink] or [PubSub] asks each of its own
/// whether it still answers and opens another when not. That finds the new master after a failover even when the
/// old one hangs with its connections open. The connections of a cluster are many and Lettuce's; there a command
/// that was under way when its connection broke is not sent again, because a signal must not be heard twice.
public final class RedisConnections implements AutoCloseable {
    static final RedisCodec<String, byte[]> CODEC = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
    /// Where the subscriptions of a topology without shards live.
    static final String ONLY_NODE = "";

    private static final int IO_THREADS = 2;
    private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(2);
    private static final Duration ADAPTIVE_REFRESH = Duration.ofMillis(500);
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private final RedisConfig config;
    private final ClientResources resources;
    private final RedisClient client;
    private final List<RedisURI> addresses;
    private final Optional<RedisClusterClient> cluster;
    /// Before, Lettuce would wait for the network when asked which node serves a slot.
    private volatile boolean topologyKnown;

    private final Disposable.Composite notices = Disposables.composite();

    public RedisConnections(RedisConfig config) {
        this.config = config;
        this.resources = DefaultClientResources.builder()
                .ioThreadPoolSize(IO_THREADS)
                .computationThreadPoolSize(IO_THREADS)
                .build();
        this.client = RedisClient.create(resources);
        client.setOptions(common(ClientOptions.builder()).autoReconnect(false).build());
        this.addresses = addresses();
        this.cluster =
                config.topology() instanceof RedisConfig.Cluster ? Optional.of(clusterClient()) : Optional.empty();
    }

    RedisConfig config() {
        return config;
    }

    /// How long opening a connection may take: Sentinels or a cluster are asked first.
    Duration openPatience() {
        return config.timeouts().connect().multipliedBy(3);
    }

    boolean isSharded() {
        return cluster.isPresent();
    }

    /// Opens a connection for commands.
    CompletionStage<? extends Commands> connect() {
        if (cluster.isPresent()) {
            return refreshTopology()
                    .thenCompose(known -> cluster.get().connectAsync(CODEC))
                    .thenApply(Commands::sharded);
        }
        return client.connectAsync(CODEC, addresses.getFirst())
                .thenCompose(this::onlyMaster)
                .thenApply(Commands::single);
    }

    /// The node that a channel's subscriptions live on now.
    ///
    /// @return empty while the cluster is not known or nobody serves the channel
    Optional<String> nodeOf(String channel) {
        if (cluster.isEmpty()) {
            return Optional.of(ONLY_NODE);
        }
        if (!topologyKnown) {
            return Optional.empty();
        }
        int slot = SlotHash.getSlot(channel);
        return Optional.ofNullable(cluster.get().getPartitions().getPartitionBySlot(slot))
                .map(RedisClusterNode::getNodeId);
    }

    /// Opens a connection for the subscriptions of a node.
    ///
    /// @throws IllegalStateException when the node has left the cluster
    CompletionStage<StatefulRedisPubSubConnection<String, byte[]>> connectPubSub(String node) {
        if (cluster.isEmpty()) {
            return client.connectPubSubAsync(CODEC, addresses.getFirst()).thenCompose(this::onlyMaster);
        }
        RedisClusterNode known = cluster.get().getPartitions().getPartitionByNodeId(node);
        if (known == null) {
            throw new IllegalStateException("no such node of the Redis Cluster any more: " + node);
        }
        // What the cluster tells of its nodes lacks our login.
        RedisConfig.Address address =
                new RedisConfig.Address(known.getUri().getHost(), known.getUri().getPort());
        return client.connectPubSubAsync(CODEC, address(address, config.login()));
    }

    /// Sentinels may still name a master that is none any more: what it says reaches its own replicas only.
    private <C extends StatefulRedisConnection<String, byte[]>> CompletionStage<C> onlyMaster(C opened) {
        if (!(config.topology() instanceof RedisConfig.Sentinels)) {
            return CompletableFuture.completedFuture(opened);
        }
        return opened.async().role().handle((role, failure) -> {
            if (failure == null && role.getFirst() instanceof byte[] name && "master".equals(ascii(name))) {
                return opened;
            }
            opened.closeAsync();
            throw new RedisConnectionException("this Redis is not the master");
        });
    }

    private static String ascii(byte[] name) {
        return new String(name, StandardCharsets.US_ASCII);
    }

    /// Runs `notice` whenever a node of the cluster may have been replaced by another. Lettuce then goes on with
    /// the new one by itself, which may lack what the old one confirmed last.
    void onChangedNodes(Runnable notice) {
        if (cluster.isPresent()) {
            notices.add(resources
                    .eventBus()
                    .get()
                    .filter(event -> event instanceof ClusterTopologyChangedEvent || event instanceof DisconnectedEvent)
                    .subscribe(event -> notice.run()));
        }
    }

    /// Asks the cluster again which node serves what.
    CompletionStage<?> refreshTopology() {
        return cluster.map(known -> known.refreshPartitionsAsync().thenRun(() -> topologyKnown = true))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    @Override
    public void close() {
        notices.dispose();
        cluster.ifPresent(
                known -> known.shutdown(Duration.ZERO.toMillis(), CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS));
        client.shutdown(Duration.ZERO.toMillis(), CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        resources
                .shutdown(0, CLOSE_PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(CLOSE_PATIENCE.toMillis());
    }

    private List<RedisURI> addresses() {
        return switch (config.topology()) {
            case RedisConfig.Standalone single -> {
                RedisURI address = address(single.address(), config.login());
                address.setDatabase(single.database());
                yield List.of(address);
            }
            case RedisConfig.Sentinels watched -> List.of(watched(watched));
            case RedisConfig.Cluster sharded ->
                sharded.seeds().stream()
                        .map(seed -> address(seed, config.login()))
                        .toList();
        };
    }

    private RedisURI watched(RedisConfig.Sentinels watched) {
        RedisURI master = address(watched.sentinels().getFirst(), config.login());
        RedisURI found = RedisURI.builder()
                .withSentinelMasterId(watched.master())
                .withSentinel(address(watched.sentinels().getFirst(), watched.login()))
                .withTimeout(config.timeouts().connect())
                .build();
        watched.sentinels().stream()
                .skip(1)
                .forEach(sentinel -> found.getSentinels().add(address(sentinel, watched.login())));
        found.setCredentialsProvider(master.getCredentialsProvider());
        found.setSsl(master.isSsl());
        found.setDatabase(watched.database());
        return found;
    }

    private RedisURI address(RedisConfig.Address address, RedisConfig.Login login) {
        RedisURI uri = RedisURI.create(address.host(), address.port());
        uri.setTimeout(config.timeouts().connect());
        uri.setSsl(!(config.encryption() instanceof RedisConfig.Plain));
        if (login instanceof RedisConfig.Password known) {
            uri.setCredentialsProvider(RedisCredentialsProvider.from(
                    () -> RedisCredentials.just(known.user(), characters(known.password()))));
        }
        return uri;
    }

    private static char[] characters(Secret password) {
        return new String(password.reveal(), StandardCharsets.UTF_8).toCharArray();
    }

    private <B extends ClientOptions.Builder> B common(B options) {
        options.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .replayFilter(command -> true)
                .maintNotificationsConfig(MaintNotificationsConfig.disabled())
                .timeoutOptions(TimeoutOptions.create())
                .requestQueueSize(Commands.MAX_UNDER_WAY)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(config.timeouts().connect())
                        .tcpNoDelay(true)
                        .build());
        if (config.encryption() instanceof RedisConfig.TrustedAuthorities trusted) {
            options.sslOptions(SslOptions.builder()
                    .jdkSslProvider()
                    .trustManager(trusted.certificates().toFile())
                    .build());
        }
        return options;
    }

    private RedisClusterClient clusterClient() {
        RedisClusterClient opened = RedisClusterClient.create(resources, addresses);
        opened.setOptions(common(ClusterClientOptions.builder())
                .topologyRefreshOptions(ClusterTopologyRefreshOptions.builder()
                        .enablePeriodicRefresh(TOPOLOGY_REFRESH)
                        .adaptiveRefreshTriggersTimeout(ADAPTIVE_REFRESH)
                        .build())
                .build());
        return opened;
    }
}
