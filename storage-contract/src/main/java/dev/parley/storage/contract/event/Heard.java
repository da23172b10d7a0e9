package dev.parley.storage.contract.event;

import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A consumer that remembers what it heard.
public final class Heard implements EventLog.EventHandler {
    private final List<StoredEvent> events = new CopyOnWriteArrayList<>();

    @Override
    public void handle(List<StoredEvent> batch) {
        events.addAll(batch);
    }

    public List<StoredEvent> events() {
        return events;
    }

    /// The numbers of the events with this key, in the order heard.
    public List<Long> numbers(String key) {
        return events.stream()
                .filter(stored -> stored.event().key().equals(key))
                .map(Heard::number)
                .toList();
    }

    /// The number in an event made by [Fixtures#event].
    public static long number(StoredEvent stored) {
        String json = Fixtures.text(stored.event().payload());
        return Long.parseLong(json.substring("{\"n\":".length(), json.length() - 1));
    }
}
