package dev.parley.auth.attempt;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.auth.key.Mac;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Set;

/// Sees the patterns of leaked passwords being tried: many accounts that fail from one address, and many failures
/// over all. It tells; what slows attackers down is [LoginAttempts].
///
/// Counted in this process, in windows that begin with the first failure after the last one: an attack that is
/// spread over several processes shows in each of them later. Holds at most [#MAX_NETWORKS] addresses, of each at
/// most as many names, hidden, as make a signal.
public final class StuffingWatch {
    private static final int MAX_NETWORKS = 20_000;

    private final AbuseConfig.Signals limits;
    private final Mac names;
    private final InstantSource clock;
    private final Cache<String, Network> networks =
            Caffeine.newBuilder().maximumSize(MAX_NETWORKS).build();
    // Guarded by this.
    private Instant windowEnd = Instant.EPOCH;
    private int failures;

    public StuffingWatch(AbuseConfig.Signals limits, Mac names, InstantSource clock) {
        this.limits = limits;
        this.names = names;
        this.clock = clock;
    }

    /// What was seen, at the failure that made it so and at no other of the window.
    public enum Signal {
        /// As many accounts failed from one address as make a signal.
        MANY_ACCOUNTS,
        /// As many sign-ins failed as make a signal.
        MANY_FAILURES
    }

    /// A sign-in failed.
    ///
    /// @param userName folded; whether there is such an account plays no part
    public Set<Signal> failed(String userName, ClientAddress from) {
        Instant now = clock.instant();
        Set<Signal> seen = EnumSet.noneOf(Signal.class);
        Network network = networks.asMap()
                .compute(
                        from.network(),
                        (key, old) ->
                                old == null || !now.isBefore(old.end) ? new Network(now.plus(limits.window())) : old);
        if (network.failed(names.name("stuffing", userName), limits.accounts())) {
            seen.add(Signal.MANY_ACCOUNTS);
        }
        if (countOne(now)) {
            seen.add(Signal.MANY_FAILURES);
        }
        return seen;
    }

    /// Failed sign-ins of the present window, for a metric.
    public synchronized int failures() {
        return clock.instant().isBefore(windowEnd) ? failures : 0;
    }

    /// Addresses from which as many accounts fail as make a signal, for a metric.
    public long networks() {
        Instant now = clock.instant();
        return networks.asMap().values().stream()
                .filter(network -> now.isBefore(network.end) && network.isFull(limits.accounts()))
                .count();
    }

    private synchronized boolean countOne(Instant now) {
        if (!now.isBefore(windowEnd)) {
            windowEnd = now.plus(limits.window());
            failures = 0;
        }
        failures++;
        return failures == limits.failures();
    }

    /// The failures from one address in one window.
    private static final class Network {
        private final Instant end;
        // Guarded by this.
        private final Set<String> failed = new HashSet<>();

        Network(Instant end) {
            this.end = end;
        }

        /// Whether this one made it as many as make a signal.
        synchronized boolean failed(String name, int most) {
            return failed.size() < most && failed.add(name) && failed.size() == most;
        }

        synchronized boolean isFull(int most) {
            return failed.size() >= most;
        }
    }
}
