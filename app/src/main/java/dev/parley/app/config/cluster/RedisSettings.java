package dev.parley.app.config.cluster;

import dev.parley.core.secret.Secret;
import dev.parley.storage.cluster.redis.RedisConfig;
import java.nio.file.Path;
import java.util.List;

/// Redis for signals and caches.
///
/// @param addresses `host:port` of the server, of the Sentinels, or of some nodes of the Redis Cluster
/// @param master what the Sentinels call it
/// @param database of a server or a master; a Redis Cluster has one only
/// @param user `default` where Redis knows only a password
/// @param password empty for none
/// @param sentinelPassword of the Sentinels themselves; empty for none
/// @param certificateAuthority PEM file; empty for the authorities of the system
/// @param prefix of keys and channels
public record RedisSettings(
        Mode mode,
        List<String> addresses,
        String master,
        int database,
        String user,
        Secret password,
        String sentinelUser,
        Secret sentinelPassword,
        boolean tls,
        Path certificateAuthority,
        String prefix) {
    public static final RedisSettings DEFAULTS = new RedisSettings(
            Mode.STANDALONE,
            List.of("127.0.0.1:6379"),
            "parley",
            0,
            "default",
            Texts.NO_SECRET,
            "default",
            Texts.NO_SECRET,
            false,
            Texts.NO_FILE,
            "parley:");

    /// How the servers stand to each other.
    public enum Mode {
        STANDALONE,
        SENTINEL,
        CLUSTER
    }

    public RedisSettings {
        addresses = List.copyOf(addresses);
        if (addresses.isEmpty() || mode == Mode.STANDALONE && addresses.size() > 1) {
            throw new IllegalArgumentException("addresses: one for standalone, some for sentinel and cluster");
        }
    }

    /// What the adapter takes.
    public RedisConfig config() {
        List<RedisConfig.Address> places =
                addresses.stream().map(RedisConfig.Address::parse).toList();
        RedisConfig.Topology topology = switch (mode) {
            case STANDALONE -> new RedisConfig.Standalone(places.getFirst(), database);
            case SENTINEL -> new RedisConfig.Sentinels(places, master, login(sentinelUser, sentinelPassword), database);
            case CLUSTER -> new RedisConfig.Cluster(places);
        };
        return RedisConfig.of(topology)
                .withLogin(login(user, password))
                .withEncryption(encryption())
                .withPrefix(prefix);
    }

    private static RedisConfig.Login login(String user, Secret password) {
        return Texts.isEmpty(password) ? new RedisConfig.NoLogin() : new RedisConfig.Password(user, password);
    }

    private RedisConfig.Encryption encryption() {
        if (!tls) {
            return new RedisConfig.Plain();
        }
        return Texts.file(certificateAuthority)
                .<RedisConfig.Encryption>map(RedisConfig.TrustedAuthorities::new)
                .orElseGet(RedisConfig.SystemTrust::new);
    }
}
