package dev.parley.storage.embedded.sqlite;

import dev.parley.core.id.TenantId;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.StoredEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// The events of all topics in one table, clustered by topic: a position is `topic number << 48 | sequence`, so
/// that one integer key gives each topic a range of its own, appended at its end, without a second index.
///
/// Sequences of a topic have no gaps and never restart: [#sweep] always leaves its newest event.
final class EventTable {
    private static final int SEQUENCE_BITS = 48;
    private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
    /// So that a batch of the largest events stays small in memory.
    private static final int BATCH_BYTES = 4 << 20;

    private final Numbering topics;
    private final Numbering tenants;
    private final InstantSource clock;
    /// Last position by topic number. Writer thread only.
    private final Map<Long, Long> heads = new HashMap<>();
    /// Topics with appends in the running batch. Writer thread only.
    private final Set<String> touched = new HashSet<>();

    EventTable(Numbering topics, Numbering tenants, InstantSource clock) {
        this.topics = topics;
        this.tenants = tenants;
        this.clock = clock;
    }

    void append(SqliteSession session, long tenant, Event event) throws SQLException {
        long topic = topics.numberOf(session, event.topic());
        long position = head(session, topic) + 1;
        session.update(
                "INSERT INTO events(position, tenant, appended_millis, key, type, payload) VALUES (?, ?, ?, ?, ?, ?)",
                position,
                tenant,
                clock.millis(),
                event.key(),
                event.type(),
                event.payload());
        heads.put(topic, position);
        touched.add(event.topic());
    }

    /// The events of a topic after `position`, at most `limit`.
    List<Stored> read(SqliteSession session, String topic, long position, int limit) throws SQLException {
        OptionalLong number = topics.known(topic);
        if (number.isEmpty()) {
            return List.of();
        }
        List<Stored> batch = new ArrayList<>();
        long[] bytes = {0};
        session.query(
                "SELECT position, tenant, appended_millis, key, type, payload FROM events"
                        + " WHERE position > ? AND position < ? ORDER BY position LIMIT ?",
                row -> {
                    byte[] payload = row.getBytes(6);
                    Event event = new Event(topic, row.getString(4), row.getString(5), payload);
                    batch.add(new Stored(row.getLong(1), row.getLong(2), row.getLong(3), event));
                    bytes[0] += payload.length;
                    return bytes[0] < BATCH_BYTES;
                },
                Math.max(position, number.getAsLong() << SEQUENCE_BITS),
                (number.getAsLong() + 1) << SEQUENCE_BITS,
                limit);
        return batch;
    }

    List<StoredEvent> named(SqliteSession session, List<Stored> rows) throws SQLException {
        List<StoredEvent> events = new ArrayList<>(rows.size());
        for (Stored row : rows) {
            events.add(new StoredEvent(
                    new TenantId(tenants.nameOf(session, row.tenant)),
                    // Of fixed width, so that positions sort as text.
                    String.format("%015d", row.position & SEQUENCE_MASK),
                    Instant.ofEpochMilli(row.appendedMillis),
                    row.event));
        }
        return events;
    }

    /// The position up to which a group has handled a topic; 0 for a group not seen before.
    long offset(SqliteSession session, String topic, String group) throws SQLException {
        Long offset = session.number("SELECT position FROM event_groups WHERE topic = ? AND name = ?", topic, group);
        return offset == null ? 0 : offset;
    }

    void storeOffset(SqliteSession session, String topic, String group, long position) throws SQLException {
        session.update(
                "INSERT INTO event_groups(topic, name, position) VALUES (?, ?, ?)"
                        + " ON CONFLICT(topic, name) DO UPDATE SET position = excluded.position",
                topic,
                group,
                position);
    }

    /// Events kept that the group has not handled. Positions have no gaps, so nothing is counted.
    long lag(SqliteSession session, String topic, String group) throws SQLException {
        OptionalLong number = topics.known(topic);
        if (number.isEmpty()) {
            return 0;
        }
        long first = number.getAsLong() << SEQUENCE_BITS;
        long end = (number.getAsLong() + 1) << SEQUENCE_BITS;
        Long newest =
                session.number("SELECT max(position) FROM events WHERE position > ? AND position < ?", first, end);
        Long oldest =
                session.number("SELECT min(position) FROM events WHERE position > ? AND position < ?", first, end);
        if (newest == null || oldest == null) {
            return 0;
        }
        return newest - Math.max(offset(session, topic, group), oldest - 1);
    }

    /// Removes up to `limit` events of each topic that were appended before `horizon`, but never a topic's
    /// newest.
    ///
    /// @return how many
    int sweep(SqliteSession session, Instant horizon, int limit) throws SQLException {
        List<Long> numbers = new ArrayList<>();
        session.query("SELECT no FROM topics", row -> numbers.add(row.getLong(1)));
        int removed = 0;
        for (long topic : numbers) {
            removed += session.update(
                    "DELETE FROM events WHERE position IN (SELECT position FROM events WHERE position > ?1 AND position < ?2"
                            + " AND appended_millis < ?3 ORDER BY position LIMIT ?4)",
                    topic << SEQUENCE_BITS,
                    head(session, topic),
                    horizon.toEpochMilli(),
                    limit);
        }
        return removed;
    }

    /// The topics appended to since the last call. On the writer thread.
    Set<String> takeTouched() {
        Set<String> taken = Set.copyOf(touched);
        touched.clear();
        return taken;
    }

    void rolledBack() {
        heads.clear();
    }

    private long head(SqliteSession session, long topic) throws SQLException {
        Long head = heads.get(topic);
        if (head == null) {
            head = session.number(
                    "SELECT max(position) FROM events WHERE position >= ? AND position < ?",
                    topic << SEQUENCE_BITS,
                    (topic + 1) << SEQUENCE_BITS);
        }
        return head == null ? topic << SEQUENCE_BITS : head;
    }

    /// A row, its tenant still a number.
    record Stored(long position, long tenant, long appendedMillis, Event event) {}
}
