package dev.parley.app.platform;

import dev.parley.core.id.TenantId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Something that is done once a day for a tenant, the first time an hour after the start.
final class DailyWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DailyWork.class);

    private final String name;
    private final Consumer<TenantId> work;
    private final CountDownLatch closed = new CountDownLatch(1);

    private DailyWork(String name, Consumer<TenantId> work) {
        this.name = name;
        this.work = work;
    }

    static DailyWork start(String name, Consumer<TenantId> work) {
        DailyWork daily = new DailyWork(name, work);
        Thread.ofVirtual().name(name).start(daily::run);
        return daily;
    }

    private void run() {
        try {
            long hours = 1;
            while (!closed.await(hours, TimeUnit.HOURS)) {
                once();
                hours = 24;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void once() {
        try {
            work.accept(TenantId.DEFAULT);
        } catch (RuntimeException e) {
            // Tomorrow is another day; what it would have done can wait.
            LOG.warn("{} did not come to its end", name, e);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
