package dev.parley.storage.cluster.postgresql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/// New connections to the one among some servers that takes writes: first the last that did, then the others in
/// their order, each within the time that `properties` give for a login.
///
/// The driver has the same for several addresses, but one limit for all of them, so that a server that takes
/// connections and does not answer would use it up.
final class PrimarySource implements DataSource {
    private static final String NO_CONNECTION = "08001";

    private final List<String> urls;
    private final Properties properties;
    private final AtomicReference<String> primary;

    PrimarySource(List<String> addresses, String database, Properties properties) {
        this.urls = addresses.stream()
                .map(address -> "jdbc:postgresql://" + address + "/" + database)
                .toList();
        this.properties = properties;
        this.primary = new AtomicReference<>(urls.getFirst());
    }

    @Override
    public Connection getConnection() throws SQLException {
        List<String> order = new ArrayList<>(urls);
        String likely = primary.get();
        order.remove(likely);
        order.addFirst(likely);
        SQLException refusal = new SQLException("no server", NO_CONNECTION);
        for (String url : order) {
            try {
                Connection connection = new Driver().connect(url, properties);
                if (connection == null) {
                    throw new IllegalStateException("the driver does not take its own kind of address");
                }
                primary.set(url);
                return connection;
            } catch (SQLException e) {
                e.setNextException(refusal);
                refusal = e;
            }
        }
        throw refusal;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException("the user is in the properties");
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // The driver logs by java.util.logging.
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // It is in the properties, for each server.
    }

    @Override
    public int getLoginTimeout() {
        return 0;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("the driver's is org.postgresql");
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException("wraps nothing");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
