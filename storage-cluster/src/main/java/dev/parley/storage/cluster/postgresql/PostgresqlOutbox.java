package dev.parley.storage.cluster.postgresql;

import dev.parley.core.id.TenantId;
import dev.parley.storage.cluster.outbox.Outbox;
import dev.parley.storage.cluster.outbox.OutboxEvent;
import dev.parley.storage.event.Event;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The outbox as a table, whose rows the documents' transactions write last, under a lock for each key. That lock
/// makes the order of numbers the order of commits within a key; across keys a smaller number may appear later, so
/// readers take what is there and remove it, and never ask for what is behind a number.
public final class PostgresqlOutbox implements Outbox {
    private static final String OLDEST =
            "SELECT id, tenant, topic, key, type, payload, appended_at FROM outbox ORDER BY id LIMIT ?";

    private final Connections connections;
    private final Attempts attempts;
    private final PostgresqlDocumentStore documents;

    PostgresqlOutbox(Connections connections, PostgresqlDocumentStore documents, Attempts attempts) {
        this.connections = connections;
        this.documents = documents;
        this.attempts = attempts;
    }

    @Override
    public void append(TenantId tenant, List<Event> events) {
        if (events.isEmpty()) {
            return;
        }
        attempts.run(documents, tenant, transaction -> {
            events.forEach(transaction::append);
            return true;
        });
    }

    @Override
    public List<OutboxEvent> oldest(int limit) {
        return connections.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OLDEST)) {
                statement.setInt(1, limit);
                try (ResultSet rows = statement.executeQuery()) {
                    List<OutboxEvent> events = new ArrayList<>();
                    while (rows.next()) {
                        events.add(event(rows));
                    }
                    return events;
                }
            }
        });
    }

    @Override
    public void remove(List<OutboxEvent> relayed) {
        if (relayed.isEmpty()) {
            return;
        }
        Object[] ids = relayed.stream().map(OutboxEvent::id).toArray();
        connections.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("DELETE FROM outbox WHERE id = ANY (?)")) {
                statement.setArray(1, connection.createArrayOf("int8", ids));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public long waiting(String topic) {
        return connections.read(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT count(*) FROM outbox WHERE topic = ?")) {
                statement.setString(1, topic);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public Optional<Lead> tryLead() {
        return OutboxLead.tryTake(connections).map(Lead.class::cast);
    }

    private static OutboxEvent event(ResultSet row) throws SQLException {
        return new OutboxEvent(
                row.getLong(1),
                new TenantId(row.getString(2)),
                row.getObject(7, OffsetDateTime.class).toInstant(),
                new Event(row.getString(3), NulEscape.load(row.getString(4)), row.getString(5), row.getBytes(6)));
    }
}
