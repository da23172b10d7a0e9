package dev.parley.core.call;

import dev.parley.core.id.RequestId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The request that the current thread works for. Bound by the HTTP kit around each request, read by the client
/// that calls the next service.
///
/// @param traceparent W3C Trace Context header value of the current span
/// @param deadline the instant after which nobody waits for the answer any more
public record CallContext(RequestId requestId, String traceparent, Instant deadline) {
    /// The binding. Unbound in background work.
    public static final ScopedValue<CallContext> CURRENT = ScopedValue.newInstance();

    public static Optional<CallContext> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /// Time left at `now`; zero when the deadline has passed.
    public Duration remaining(Instant now) {
        Duration left = Duration.between(now, deadline);
        return left.isNegative() ? Duration.ZERO : left;
    }
}
