package dev.parley.storage.contract.signal;

import static dev.parley.storage.contract.Fixtures.awaitLatch;
import static dev.parley.storage.contract.Fixtures.eventually;
import static dev.parley.storage.contract.Fixtures.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.storage.Subscription;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.signal.Signals;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Signals reach who listens now, in order, and never make the publisher wait.
public interface SignalsContract {
    /// More than any listener may keep waiting.
    int FLOOD = 200_000;

    /// The signals under test, open.
    Signals signals();

    /// The same signals as another process has them. The same object where only one process can.
    default Signals signalsElsewhere() {
        return signals();
    }

    /// Listens until a probe is heard, because a subscription may need a moment to reach other processes.
    private static Subscription listening(Signals signals, Signals publisher, TenantId tenant, Listener listener) {
        Subscription subscription = signals.subscribe(tenant, listener.channel, listener::hear);
        eventually(() -> {
            publisher.publish(tenant, listener.channel, utf8("probe"));
            assertThat(listener.probed).isPositive();
        });
        return subscription;
    }

    @Test
    default void deliversSignalAsItWasPublished() {
        TenantId tenant = Fixtures.freshTenant();
        Listener listener = new Listener();
        listening(signals(), signalsElsewhere(), tenant, listener);
        signalsElsewhere().publish(tenant, listener.channel, utf8("{\"text\":\"Ü 😀\"}"));
        eventually(() -> assertThat(listener.heard).containsExactly("{\"text\":\"Ü 😀\"}"));
    }

    @Test
    default void keepsOrderOfOnePublisher() {
        TenantId tenant = Fixtures.freshTenant();
        Listener listener = new Listener();
        listening(signals(), signalsElsewhere(), tenant, listener);
        for (int i = 0; i < 500; i++) {
            signalsElsewhere().publish(tenant, listener.channel, utf8("" + i));
        }
        eventually(() -> assertThat(listener.heard)
                .containsExactlyElementsOf(
                        IntStream.range(0, 500).mapToObj(i -> "" + i).toList()));
    }

    @Test
    default void reachesAllListenersOfChannel() {
        TenantId tenant = Fixtures.freshTenant();
        Listener one = new Listener();
        Listener other = new Listener(one.channel);
        listening(signals(), signals(), tenant, one);
        listening(signalsElsewhere(), signals(), tenant, other);
        signals().publish(tenant, one.channel, utf8("to both"));
        eventually(() -> assertThat(one.heard).containsExactly("to both"));
        eventually(() -> assertThat(other.heard).containsExactly("to both"));
    }

    @Test
    default void keepsChannelsAndTenantsApart() {
        TenantId tenant = Fixtures.freshTenant();
        TenantId stranger = Fixtures.freshTenant();
        Listener listener = new Listener();
        Listener strange = new Listener(listener.channel);
        listening(signals(), signals(), tenant, listener);
        listening(signals(), signals(), stranger, strange);
        signals().publish(stranger, listener.channel, utf8("not yours"));
        signals().publish(tenant, Fixtures.freshName(), utf8("not here"));
        signals().publish(tenant, listener.channel, utf8("yours"));
        eventually(() -> assertThat(listener.heard).containsExactly("yours"));
        eventually(() -> assertThat(strange.heard).containsExactly("not yours"));
    }

    @Test
    default void publishesToNobody() {
        signals().publish(Fixtures.freshTenant(), Fixtures.freshName(), utf8("nobody"));
    }

    @Test
    default void carriesLargestSignalAndRefusesLarger() {
        TenantId tenant = Fixtures.freshTenant();
        AtomicInteger length = new AtomicInteger();
        Listener listener = new Listener();
        listening(signals(), signals(), tenant, listener);
        signals().subscribe(tenant, listener.channel, payload -> length.accumulateAndGet(payload.length, Math::max));
        eventually(() -> {
            signals().publish(tenant, listener.channel, new byte[Signals.MAX_SIGNAL_BYTES]);
            assertThat(length).hasValue(Signals.MAX_SIGNAL_BYTES);
        });
        assertThatThrownBy(() -> signals().publish(tenant, listener.channel, new byte[Signals.MAX_SIGNAL_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    default void hearsNextSignalAfterListenerFailed() {
        TenantId tenant = Fixtures.freshTenant();
        Listener listener = new Listener();
        listening(signals(), signals(), tenant, listener);
        listener.failOn = "bad";
        signals().publish(tenant, listener.channel, utf8("bad"));
        signals().publish(tenant, listener.channel, utf8("good"));
        eventually(() -> assertThat(listener.heard).containsExactly("good"));
    }

    /// A publisher that waited for its listener would never leave this test.
    @Test
    default void dropsRatherThanWaitsWhenListenerIsBehind() {
        TenantId tenant = Fixtures.freshTenant();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger slow = new AtomicInteger();
        Listener listener = new Listener();
        listening(signals(), signals(), tenant, listener);
        Subscription blocked = signals().subscribe(tenant, listener.channel, payload -> {
            entered.countDown();
            awaitLatch(leave);
            slow.incrementAndGet();
        });
        eventually(() -> {
            signals().publish(tenant, listener.channel, utf8("probe"));
            assertThat(entered.getCount()).isZero();
        });
        for (int i = 0; i < FLOOD; i++) {
            signals().publish(tenant, listener.channel, utf8("probe"));
        }
        leave.countDown();
        signals().publish(tenant, listener.channel, utf8("last"));
        blocked.close();
        assertThat(slow.get()).isLessThan(FLOOD);
    }

    @Test
    default void isSilentAfterSubscriptionClosed() {
        TenantId tenant = Fixtures.freshTenant();
        Listener leaving = new Listener();
        Listener staying = new Listener(leaving.channel);
        listening(signals(), signals(), tenant, staying);
        Subscription subscription = listening(signals(), signals(), tenant, leaving);
        subscription.close();
        subscription.close();
        long before = leaving.calls.get();
        signals().publish(tenant, leaving.channel, utf8("after"));
        eventually(() -> assertThat(staying.heard).containsExactly("after"));
        assertThat(leaving.calls).hasValue((int) before);
    }

    @Test
    default void waitsForListenerWhenClosing() throws InterruptedException {
        TenantId tenant = Fixtures.freshTenant();
        String channel = Fixtures.freshName();
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        AtomicInteger left = new AtomicInteger();
        Subscription subscription = signals().subscribe(tenant, channel, payload -> {
            entered.countDown();
            awaitLatch(leave);
            left.incrementAndGet();
        });
        eventually(() -> {
            signals().publish(tenant, channel, utf8("go"));
            assertThat(entered.getCount()).isZero();
        });
        AtomicInteger leftAtClose = new AtomicInteger();
        Thread closer = Thread.startVirtualThread(() -> {
            subscription.close();
            leftAtClose.set(left.get());
        });
        leave.countDown();
        closer.join();
        assertThat(leftAtClose.get()).isPositive().isEqualTo(left.get());
    }

    @Test
    default void answersCheckWhileOpen() {
        signals().check();
    }

    @Test
    default void neverThrowsOnPublishAfterClose() {
        Signals signals = signals();
        TenantId tenant = Fixtures.freshTenant();
        signals.close();
        signals.close();
        signals.publish(tenant, "channel", utf8("nobody hears"));
        assertThatThrownBy(signals::check).isInstanceOf(StoreUnavailableException.class);
        assertThatThrownBy(() -> signals.subscribe(tenant, "channel", payload -> {}))
                .isInstanceOf(StoreUnavailableException.class);
    }

    /// Remembers what it heard, but for probes.
    final class Listener {
        private final String channel;
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private final AtomicInteger calls = new AtomicInteger();
        private volatile int probed;
        private volatile String failOn = "";

        Listener() {
            this(Fixtures.freshName());
        }

        Listener(String channel) {
            this.channel = channel;
        }

        private void hear(byte[] payload) {
            calls.incrementAndGet();
            String text = Fixtures.text(payload);
            if (text.equals("probe") || payload.length == Signals.MAX_SIGNAL_BYTES) {
                probed = 1;
                return;
            }
            if (text.equals(failOn)) {
                throw new UnsupportedOperationException("as told");
            }
            heard.add(text);
        }
    }
}
