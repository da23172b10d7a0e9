package dev.parley.socket;

import dev.parley.core.id.TenantId;
import dev.parley.storage.Subscription;
import dev.parley.storage.signal.Signals;
import java.util.Random;
import java.util.function.Consumer;

/// Signals at their worst, as their port allows: some are lost, and some arrive after others or twice.
final class LossySignals implements Signals {
    private final Signals signals;
    private final Random random;
    private Runnable late = () -> {};
    private int lossPercent;

    LossySignals(Signals signals, Random random, int lossPercent) {
        this.signals = signals;
        this.random = random;
        this.lossPercent = lossPercent;
    }

    synchronized void lose(int percent) {
        lossPercent = percent;
    }

    @Override
    public synchronized void publish(TenantId tenant, String channel, byte[] payload) {
        int fate = random.nextInt(100);
        Runnable now = () -> signals.publish(tenant, channel, payload);
        if (fate < lossPercent) {
            return;
        }
        if (lossPercent > 0 && fate % 10 == 0) {
            late.run();
            late = now;
            return;
        }
        now.run();
        if (lossPercent > 0 && fate % 10 == 1) {
            now.run();
        }
        late.run();
        late = () -> {};
    }

    @Override
    public Subscription subscribe(TenantId tenant, String channel, Consumer<byte[]> listener) {
        return signals.subscribe(tenant, channel, listener);
    }

    @Override
    public void check() {
        signals.check();
    }

    @Override
    public void close() {
        signals.close();
    }
}
