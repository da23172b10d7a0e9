package dev.parley.search;

import dev.parley.api.messaging.MessagesApi;
import dev.parley.core.id.TenantId;
import dev.parley.search.store.KnownConversations;
import dev.parley.storage.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index: follows new messages, and beside that fills an index that has lost the old ones, whether it
/// began so or was found damaged and emptied meanwhile. Runs from [#start] until it is closed.
public final class MessageIndexer implements AutoCloseable {
    /// The name of the index that it fills.
    public static final String INDEX = MessageDocument.INDEX;

    private static final Logger LOG = LoggerFactory.getLogger(MessageIndexer.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(20);

    private final IndexRebuild rebuild;
    private final Subscription following;
    private final Thread filling;
    private final CountDownLatch closed = new CountDownLatch(1);

    private MessageIndexer(
            Subscription following, IndexRebuild rebuild, List<TenantId> tenants, Duration betweenLooks) {
        this.rebuild = rebuild;
        this.following = following;
        this.filling = Thread.ofVirtual().name("search-fill").start(() -> keepFilled(tenants, betweenLooks));
    }

    /// @param tenants whose indexes are checked, and filled where they are not whole
    public static MessageIndexer start(
            SearchStores stores,
            MessagesApi messages,
            MeterRegistry registry,
            InstantSource clock,
            List<TenantId> tenants) {
        return start(stores, messages, new IndexMetrics(registry, stores.events(), clock), tenants, BETWEEN_LOOKS);
    }

    /// @param betweenLooks how long after one look whether the indexes are whole the next is taken
    static MessageIndexer start(
            SearchStores stores,
            MessagesApi messages,
            IndexMetrics metrics,
            List<TenantId> tenants,
            Duration betweenLooks) {
        MessageReader reader = new MessageReader(messages, metrics.putAside());
        KnownConversations known = new KnownConversations(stores.documents());
        MessageFollower follower = new MessageFollower(reader, stores.index(), known, metrics);
        IndexRebuild rebuild = new IndexRebuild(stores.index(), known, reader, follower);
        return new MessageIndexer(follower.follow(stores.events()), rebuild, List.copyOf(tenants), betweenLooks);
    }

    private void keepFilled(List<TenantId> tenants, Duration betweenLooks) {
        do {
            tenants.forEach(this::fill);
        } while (!closedWithin(betweenLooks.toMillis()));
    }

    /// Tries until it is done: an index with a gap would never tell.
    private void fill(TenantId tenant) {
        long pause = FIRST_PAUSE_MILLIS;
        while (isOpen()) {
            try {
                rebuild.fillUnlessWhole(tenant, this::isOpen);
                return;
            } catch (RuntimeException e) {
                LOG.warn("the index of {} could not be filled; again in {} ms", tenant, pause, e);
            }
            if (closedWithin(pause)) {
                return;
            }
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
    }

    private boolean isOpen() {
        return closed.getCount() > 0;
    }

    private boolean closedWithin(long millis) {
        try {
            return closed.await(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /// Ends after the batch and the page at hand.
    @Override
    public void close() {
        closed.countDown();
        following.close();
        try {
            filling.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
