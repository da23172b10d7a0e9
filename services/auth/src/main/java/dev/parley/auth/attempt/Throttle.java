package dev.parley.auth.attempt;

import dev.parley.auth.key.Mac;
import dev.parley.auth.store.AttemptStore;
import dev.parley.core.id.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// How often something was lately done from one address, and whether it may be done again: what [LoginAttempts] is
/// for sign-ins, for everything that has one count only.
public final class Throttle {
    /// No address is the owner's here.
    private static final String NEVER_KNOWN = "throttle";

    private final String kind;
    private final Backoff backoff;
    private final AttemptStore store;
    private final Mac names;
    private final InstantSource clock;

    /// @param kind what is counted; each has counts of its own
    /// @param names turns addresses into what is stored
    public Throttle(String kind, Backoff backoff, AttemptStore store, Mac names, InstantSource clock) {
        this.kind = kind;
        this.backoff = backoff;
        this.store = store;
        this.names = names;
        this.clock = clock;
    }

    /// Counts one more, unless it has to wait.
    ///
    /// @return how long it has to wait; zero when it may be done
    public Duration begin(TenantId tenant, ClientAddress from) {
        FailureCounter counter =
                new FailureCounter(names.name("throttle-" + kind, from.network()), backoff, false, false);
        return store.add(tenant, List.of(counter), NEVER_KNOWN, clock.instant());
    }
}
