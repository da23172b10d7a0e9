package dev.parley.storage.cluster.postgresql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.parley.storage.cluster.postgresql.PostgresqlConfig.Server;
import dev.parley.storage.cluster.postgresql.PostgresqlConfig.Timeouts;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connections to whichever of the servers is the primary: a pool whose connections begin serializable
/// transactions, a pool for single statements, and connections apart for what takes long or holds a lock for long.
///
/// When one connection finds its server gone, those that were made before go as well: a server that hangs would
/// otherwise be found once by each of them.
final class Connections implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);
    private static final Duration VALIDATION = Duration.ofSeconds(1);

    private static final String INCARNATION = "SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8) || ' '"
            + " || pg_postmaster_start_time() || ' ' || coalesce(pg_stat_get_bgwriter_stat_reset_time()::text, '')";

    private final PostgresqlConfig config;
    private final HikariDataSource transactions;
    private final HikariDataSource statements;
    private final AtomicLong generation = new AtomicLong();
    private final Map<PgConnection, String> incarnations = Collections.synchronizedMap(new WeakHashMap<>());
    private final AtomicBoolean lost = new AtomicBoolean();

    Connections(PostgresqlConfig config) {
        this.config = config;
        HikariConfig serializable = pool("transactions", "serializable");
        serializable.setMaximumPoolSize(config.pools().transactions());
        serializable.setAutoCommit(false);
        HikariConfig readCommitted = pool("reads", "read committed");
        readCommitted.setMaximumPoolSize(config.pools().reads());
        this.transactions = new HikariDataSource(serializable);
        this.statements = new HikariDataSource(readCommitted);
    }

    PostgresqlConfig config() {
        return config;
    }

    /// Work with a connection.
    @FunctionalInterface
    interface Work<R> {
        R run(Connection connection) throws SQLException;
    }

    /// Runs single statements, each on a snapshot of its own, the primary's newest.
    <R> R read(Work<R> work) {
        long born = generation.get();
        try (Connection connection = statements.getConnection()) {
            R result = work.run(connection);
            found(born);
            return result;
        } catch (SQLException e) {
            noticed(e, born);
            throw PostgresqlFailure.ofStatement(e);
        }
    }

    /// A connection of the pool whose transactions are serializable, without auto-commit.
    Lease transaction() throws SQLException {
        long born = generation.get();
        try {
            Connection connection = transactions.getConnection();
            if (!incarnations.containsKey(connection.unwrap(PgConnection.class))) {
                connection.setAutoCommit(true);
                incarnation(connection);
                connection.setAutoCommit(false);
            }
            return new Lease(this, connection, born);
        } catch (SQLException e) {
            noticed(e, born);
            throw e;
        }
    }

    /// Names the server behind a connection between two of its starts: the history of its log, when it was started,
    /// and when it last recovered from a crash, which resets its statistics. It cannot change while a connection
    /// lives.
    String incarnation(Connection connection) throws SQLException {
        PgConnection physical = connection.unwrap(PgConnection.class);
        String known = incarnations.get(physical);
        if (known != null) {
            return known;
        }
        try (PreparedStatement statement = connection.prepareStatement(INCARNATION);
                ResultSet row = statement.executeQuery()) {
            row.next();
            String asked = row.getString(1);
            incarnations.put(physical, asked);
            return asked;
        }
    }

    /// A borrowed connection.
    record Lease(Connections owner, Connection connection, long born) implements AutoCloseable {
        /// Notes a failure, which may be that of the server.
        void noticed(SQLException failure) {
            owner.noticed(failure, born);
        }

        void succeeded() {
            owner.found(born);
        }

        /// Closes the connection for good, with all that its session holds.
        void discard() {
            owner.transactions.evictConnection(connection);
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }

    /// A connection of its own, to be closed by the caller.
    ///
    /// @param patience for an answer
    Connection apart(String purpose, Duration patience) throws SQLException {
        Map<String, String> settings = settings("read committed");
        settings.put("lock_timeout", "0");
        settings.put("statement_timeout", Long.toString(patience.toMillis()));
        Properties properties = properties(purpose, settings);
        properties.setProperty("socketTimeout", Long.toString(patience.toSeconds() + 1));
        return source(properties).getConnection();
    }

    private void noticed(SQLException failure, long born) {
        if (!PostgresqlFailure.isLost(failure)) {
            return;
        }
        if (lost.compareAndSet(false, true)) {
            LOG.warn("PostgreSQL is lost: {}", failure.getMessage());
        }
        if (generation.compareAndSet(born, born + 1)) {
            for (HikariDataSource pool : List.of(transactions, statements)) {
                HikariPoolMXBean bean = pool.getHikariPoolMXBean();
                if (bean != null) {
                    bean.softEvictConnections();
                }
            }
        }
    }

    /// Only a connection that was made after the loss tells that it is over.
    private void found(long born) {
        if (lost.get() && born == generation.get() && lost.compareAndSet(true, false)) {
            LOG.info("PostgreSQL is back");
        }
    }

    @Override
    public void close() {
        transactions.close();
        statements.close();
    }

    private HikariConfig pool(String name, String isolation) {
        HikariConfig hikari = new HikariConfig();
        hikari.setPoolName("postgresql-" + name);
        hikari.setDataSource(source(properties(name, settings(isolation))));
        hikari.setMinimumIdle(1);
        hikari.setConnectionTimeout(config.timeouts().connect().toMillis());
        hikari.setValidationTimeout(VALIDATION.toMillis());
        // The server may be away when this process starts, and come back.
        hikari.setInitializationFailTimeout(-1);
        return hikari;
    }

    private PrimarySource source(Properties properties) {
        return new PrimarySource(config.server().addresses(), config.server().database(), properties);
    }

    private Properties properties(String purpose, Map<String, String> settings) {
        Server server = config.server();
        Timeouts timeouts = config.timeouts();
        Properties properties = new Properties();
        properties.setProperty("user", server.user());
        byte[] password = server.password().reveal();
        properties.setProperty("password", new String(password, StandardCharsets.UTF_8));
        Arrays.fill(password, (byte) 0);
        properties.setProperty("targetServerType", "primary");
        // A standby may be promoted at any time, so what is known of a server is not kept.
        properties.setProperty("hostRecheckSeconds", "0");
        properties.setProperty(
                "connectTimeout", Long.toString(timeouts.connect().toSeconds()));
        properties.setProperty("loginTimeout", Long.toString(timeouts.connect().toSeconds()));
        properties.setProperty("socketTimeout", Long.toString(timeouts.socket().toSeconds()));
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", "parley " + purpose);
        properties.setProperty("currentSchema", config.schema());
        properties.setProperty("gssEncMode", "disable");
        properties.setProperty("logServerErrorDetail", "false");
        properties.setProperty(
                "options",
                settings.entrySet().stream()
                        .map(setting -> "-c " + setting.getKey() + "="
                                + setting.getValue().replace(" ", "\\ "))
                        .collect(Collectors.joining(" ")));
        addTls(properties, server.tls());
        return properties;
    }

    private static void addTls(Properties properties, PostgresqlConfig.Tls tls) {
        switch (tls.mode()) {
            case DISABLE -> properties.setProperty("sslmode", "disable");
            case VERIFY_CA -> properties.setProperty("sslmode", "verify-ca");
            case VERIFY_FULL -> properties.setProperty("sslmode", "verify-full");
        }
        if (tls.mode() != PostgresqlConfig.TlsMode.DISABLE) {
            Optional<String> root = tls.rootCertificate().map(Object::toString);
            if (root.isPresent()) {
                properties.setProperty("sslrootcert", root.get());
            } else {
                properties.setProperty("sslfactory", "org.postgresql.ssl.DefaultJavaSSLFactory");
            }
        }
    }

    private Map<String, String> settings(String isolation) {
        Timeouts timeouts = config.timeouts();
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("default_transaction_isolation", isolation);
        // A commit is acknowledged when it is on the disk of the primary, and of the standbys that the server names
        // in synchronous_standby_names.
        settings.put("synchronous_commit", "on");
        // A query names its index. On a small table, or without statistics, the planner would rather scan; and a scan
        // in a serializable transaction conflicts with every write.
        for (String way : List.of("seqscan", "bitmapscan", "sort", "incremental_sort")) {
            settings.put("enable_" + way, "off");
        }
        // No statement has more than one plan that it could want, see IndexKey.
        settings.put("plan_cache_mode", "force_generic_plan");
        settings.put("jit", "off");
        settings.put("statement_timeout", Long.toString(timeouts.statement().toMillis()));
        settings.put("lock_timeout", Long.toString(timeouts.lock().toMillis()));
        // Work within a transaction waits for nothing but PostgreSQL. A process of which nothing is heard hangs, and
        // must not hold its locks for longer than others wait for them.
        settings.put(
                "idle_in_transaction_session_timeout",
                Long.toString(timeouts.lock().toMillis()));
        // Locks of a process whose machine is gone are free again after some ten seconds.
        settings.put("tcp_keepalives_idle", "4");
        settings.put("tcp_keepalives_interval", "2");
        settings.put("tcp_keepalives_count", "3");
        settings.put("client_connection_check_interval", "2000");
        return settings;
    }
}
