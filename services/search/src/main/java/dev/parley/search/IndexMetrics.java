package dev.parley.search;

import dev.parley.api.messaging.Message;
import dev.parley.api.messaging.MessageEvents;
import dev.parley.storage.event.EventLog;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// How far the index is behind.
final class IndexMetrics {
    private final InstantSource clock;
    private final Counter indexed;
    private final Counter putAside;
    private final Timer delay;

    IndexMetrics(MeterRegistry registry, EventLog events, InstantSource clock) {
        this.clock = clock;
        this.indexed = Counter.builder("parley.search.indexed")
                .description("Messages put into the index")
                .register(registry);
        this.putAside = Counter.builder("parley.search.put.aside")
                .description("Messages that could not be read and will not be found")
                .register(registry);
        this.delay = Timer.builder("parley.search.delay")
                .description("From the sending of a message until it is in the index")
                .register(registry);
        Gauge.builder("parley.search.lag.events", events, log -> log.lag(MessageEvents.TOPIC, MessageFollower.GROUP))
                .description("Messages that are not in the index yet")
                .register(registry);
    }

    Counter putAside() {
        return putAside;
    }

    void indexed(List<Message> messages) {
        indexed.increment(messages.size());
    }

    /// Not for messages that come into the index again, long after they were sent.
    void followed(List<Message> messages) {
        for (Message message : messages) {
            Duration since = Duration.between(message.sentAt(), clock.instant());
            delay.record(since.isNegative() ? Duration.ZERO : since);
        }
    }
}
