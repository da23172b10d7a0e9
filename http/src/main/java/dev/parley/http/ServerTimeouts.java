package dev.parley.http;

import java.time.Duration;

/// How long a server waits.
///
/// @param request from the end of the head until the answer; then 504 and the handler is interrupted.
///     `X-Parley-Timeout-Ms` may shorten it
/// @param stream the same for operations that stream their body, and the longest that sending an answer may take
/// @param idle how long a kept-alive connection may stay without a request, and a stream without progress
/// @param head from the first connection until its first request's head is whole
public record ServerTimeouts(Duration request, Duration stream, Duration idle, Duration head) {
    public static final ServerTimeouts DEFAULTS = new ServerTimeouts(
            Duration.ofSeconds(30), Duration.ofMinutes(30), Duration.ofSeconds(60), Duration.ofSeconds(10));

    public ServerTimeouts {
        if (!request.isPositive() || !stream.isPositive() || !idle.isPositive() || !head.isPositive()) {
            throw new IllegalArgumentException("a timeout must be positive");
        }
    }
}
