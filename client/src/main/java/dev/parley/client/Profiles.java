package dev.parley.client;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.parley.api.auth.Account;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/// Profiles that were read a moment ago. Of many who ask for the same one at the same time, one reads and the
/// others wait for it: when a busy profile falls out of the cache, auth sees one question and not a thousand.
final class Profiles {
    private static final int MAX_PROFILES = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Cache<Asked, Account> known;
    private final Map<Asked, CompletableFuture<Account>> reading = new ConcurrentHashMap<>();

    Profiles(Duration keptFor) {
        this.known = Caffeine.newBuilder()
                .maximumSize(MAX_PROFILES)
                .expireAfterWrite(keptFor)
                .build();
    }

    /// @param reader who is shown it, where that makes a difference
    record Asked(String reader, TenantId tenant, UserId user) {
        @Override
        public String toString() {
            return "Asked[" + user + "]";
        }
    }

    /// The profile, read by `read` when it is not known. Failures are not kept. What was refused is refused to all
    /// who wait; an outage may be the reader's alone (a deadline that was nearly over), so the others try
    /// themselves.
    Account get(Asked asked, Supplier<Account> read) {
        Account account = known.getIfPresent(asked);
        if (account != null) {
            return account;
        }
        CompletableFuture<Account> own = new CompletableFuture<>();
        CompletableFuture<Account> other = reading.putIfAbsent(asked, own);
        return other == null ? read(asked, own, read) : awaited(other, read);
    }

    private Account read(Asked asked, CompletableFuture<Account> own, Supplier<Account> read) {
        try {
            // Another may have read it since this one looked.
            Account meanwhile = known.getIfPresent(asked);
            Account account = meanwhile != null ? meanwhile : read.get();
            if (meanwhile == null) {
                known.put(asked, account);
            }
            own.complete(account);
            return account;
        } catch (RuntimeException | Error e) {
            own.completeExceptionally(e);
            throw e;
        } finally {
            reading.remove(asked, own);
        }
    }

    private static Account awaited(CompletableFuture<Account> other, Supplier<Account> read) {
        try {
            return other.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ProblemException refusal) {
                throw refusal;
            }
            return read.get();
        } catch (TimeoutException e) {
            throw new StoreUnavailableException("the profile did not come in time", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoreUnavailableException("interrupted while waiting for a profile", e);
        }
    }
}
