package dev.parley.storage.move;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.event.Batching;
import dev.parley.storage.event.Event;
import dev.parley.storage.event.EventLog;
import dev.parley.storage.event.StoredEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The events that are still kept, handed over by the source to a consumer group of the move's own, whose position
/// is what a resumed move goes on from.
///
/// All of them and not only those that some group has not handled: a group that comes with a later version begins
/// at the oldest event kept, in the target as it would have in the source; and what was handled in the source is
/// handled again without effect.
final class EventMove {
    private static final Batching BATCHING = new Batching(500, Duration.ZERO);
    private static final Duration STALLED = Duration.ofSeconds(60);
    private static final long LOOK_MILLIS = 20;

    private final EventLog source;
    private final EventLog target;
    private final String group;
    private final Consumer<String> progress;

    EventMove(EventLog source, EventLog target, String group, Consumer<String> progress) {
        this.source = source;
        this.target = target;
        this.group = group;
        this.progress = progress;
    }

    /// @throws StoreUnavailableException when nothing arrives for a minute
    void copy(String topic) {
        AtomicLong copied = new AtomicLong();
        try (Subscription running = source.consume(topic, group, BATCHING, batch -> {
            append(batch);
            copied.addAndGet(batch.size());
        })) {
            long seen = -1;
            long sinceNanos = System.nanoTime();
            while (source.lag(topic, group) > 0) {
                if (copied.get() != seen) {
                    seen = copied.get();
                    sinceNanos = System.nanoTime();
                } else if (System.nanoTime() - sinceNanos > STALLED.toNanos()) {
                    throw new StoreUnavailableException("no event of " + topic + " arrives: " + running);
                }
                sleep();
            }
        }
        progress.accept("copied events of " + topic + ": " + copied.get());
    }

    /// How many are kept, as a group sees that has handled none.
    MoveRow compare(String topic) {
        String nobody = group + "-count";
        return new MoveRow(
                "events of " + topic,
                new MoveRow.Tally(source.lag(topic, nobody), ""),
                new MoveRow.Tally(target.lag(topic, nobody), ""),
                0);
    }

    private void append(List<StoredEvent> batch) {
        int from = 0;
        while (from < batch.size()) {
            TenantId tenant = batch.get(from).tenant();
            List<Event> events = new ArrayList<>();
            while (from < batch.size() && batch.get(from).tenant().equals(tenant)) {
                events.add(batch.get(from).event());
                from++;
            }
            target.append(tenant, events);
        }
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while events are copied", e);
        }
    }
}
