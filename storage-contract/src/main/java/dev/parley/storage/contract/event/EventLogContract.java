package dev.parley.storage.contract.event;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import java.util.List;
import java.util.stream.LongStream;

/// What the tests of the event promises need of an adapter.
public interface EventLogContract {
    /// The log under test, open. The same object until [#reopenedEvents].
    EventLog events();

    /// The same log as another process has it open. The same object where only one process can.
    default EventLog eventsElsewhere() {
        return events();
    }

    /// Closes the log and all else that has the data open, and opens it again.
    EventLog reopenedEvents();

    /// Appends one event per number, each in an append of its own.
    default void append(TenantId tenant, String topic, String key, long first, long last) {
        LongStream.rangeClosed(first, last)
                .forEach(n -> events().append(tenant, List.of(Fixtures.event(topic, key, n))));
    }

    static List<Event> eventsOf(String topic, String key, long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(n -> Fixtures.event(topic, key, n))
                .toList();
    }
}
