package dev.parley.auth.attempt;

import dev.parley.auth.key.Mac;
import dev.parley.auth.store.AttemptStore;
import dev.parley.core.id.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How often somebody has lately failed to sign in, and whether the next try may be made.
///
/// Three counts stand for three attacks: one account from one address (guessing), one account from many addresses
/// (a botnet), many accounts from one address (trying leaked passwords). The second does not hold for addresses
/// from which the owner has signed in before, so no attack from elsewhere keeps them out. Who shares the
/// attacker's address, or comes from a new one during an attack on their account, may have to wait, never longer
/// than the longest wait.
public final class LoginAttempts {
    private final AttemptLimits limits;
    private final AttemptStore store;
    private final Mac names;

    /// @param names turns names and addresses into what is stored
    public LoginAttempts(AttemptLimits limits, AttemptStore store, Mac names) {
        this.limits = limits;
        this.store = store;
        this.names = names;
    }

    /// Counts an attempt as failed until [#succeeded] takes that back, unless it has to wait.
    ///
    /// @param userName as typed, folded; whether there is such an account plays no part
    /// @return how long it has to wait; zero when it may be made
    public Duration begin(TenantId tenant, String userName, ClientAddress from, Instant now) {
        return store.add(tenant, counters(userName, from), pairName("known", userName, from), now);
    }

    /// The attempt was right.
    public void succeeded(TenantId tenant, String userName, ClientAddress from, Instant now) {
        store.takeBack(
                tenant,
                counters(userName, from),
                pairName("known", userName, from),
                now.plus(limits.addressKnownFor()));
    }

    private List<FailureCounter> counters(String userName, ClientAddress from) {
        return List.of(
                new FailureCounter(pairName("pair", userName, from), limits.perAccountAndAddress(), false, true),
                new FailureCounter(names.name("account", userName), limits.perAccount(), true, false),
                new FailureCounter(names.name("address", from.network()), limits.perAddress(), false, false));
    }

    private String pairName(String kind, String userName, ClientAddress from) {
        return names.name(kind, userName + "\n" + from.network());
    }
}
