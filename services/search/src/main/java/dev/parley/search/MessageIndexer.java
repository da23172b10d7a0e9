package dev.parley.search;

import dev.parley.api.messaging.MessagesApi;
import dev.parley.core.id.TenantId;
import dev.parley.search.store.KnownConversations;
import dev.parley.storage.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the index: follows new messages, and beside that fills an index that has lost the old ones. Runs from
/// [#start] until it is closed.
public final class MessageIndexer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MessageIndexer.class);
    private static final long FIRST_PAUSE_MILLIS = 500;
    private static final long LONGEST_PAUSE_MILLIS = 30_000;

    private final IndexRebuild rebuild;
    private final Subscription following;
    private final Thread filling;
    private final CountDownLatch closed = new CountDownLatch(1);

    private MessageIndexer(
            MessageFollower follower, IndexRebuild rebuild, SearchStores stores, List<TenantId> tenants) {
        this.rebuild = rebuild;
        this.following = follower.follow(stores.events());
        this.filling = Thread.ofVirtual().name("search-fill").start(() -> tenants.forEach(this::fill));
    }

    /// @param tenants whose indexes are checked, and filled where they are not whole
    public static MessageIndexer start(
            SearchStores stores,
            MessagesApi messages,
            MeterRegistry registry,
            InstantSource clock,
            List<TenantId> tenants) {
        IndexMetrics metrics = new IndexMetrics(registry, stores.events(), clock);
        MessageReader reader = new MessageReader(messages, metrics.putAside());
        KnownConversations known = new KnownConversations(stores.documents());
        MessageFollower follower = new MessageFollower(reader, stores.index(), known, metrics);
        IndexRebuild rebuild = new IndexRebuild(stores.index(), known, reader, follower);
        return new MessageIndexer(follower, rebuild, stores, List.copyOf(tenants));
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
