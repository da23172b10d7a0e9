package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.storage.event.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/// Appending to the outbox, as the last statement of a transaction.
final class OutboxSql {
    private static final String APPEND = "SELECT append_events(?, ?, ?, ?, ?, ?), " + CommitMark.COLUMN;

    private OutboxSql() {}

    static CommitMark append(Connection connection, String schema, TenantId tenant, List<Event> events)
            throws SQLException {
        Object[] locks = events.stream()
                .map(event -> Keys.of(schema, "outbox", tenant.value(), event.key()))
                .distinct()
                .sorted()
                .toArray();
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            statement.setArray(1, connection.createArrayOf("int8", locks));
            statement.setString(2, tenant.value());
            statement.setArray(3, texts(connection, events, Event::topic));
            statement.setArray(4, texts(connection, events, event -> NulEscape.store(event.key())));
            statement.setArray(5, texts(connection, events, Event::type));
            statement.setArray(
                    6,
                    connection.createArrayOf(
                            "bytea", events.stream().map(Event::payload).toArray(byte[][]::new)));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return CommitMark.of(row, 2);
            }
        }
    }

    private static java.sql.Array texts(Connection connection, List<Event> events, Function<Event, String> part)
            throws SQLException {
        return connection.createArrayOf("text", events.stream().map(part).toArray());
    }
}
