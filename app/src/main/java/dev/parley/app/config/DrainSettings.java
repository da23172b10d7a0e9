package dev.parley.app.config;

import java.time.Duration;

/// How a process stops.
///
/// @param delay how long requests are still taken after `/ready` has turned, so that load balancers notice
/// @param timeout how long requests in flight have to finish
public record DrainSettings(Duration delay, Duration timeout) {
    public static final DrainSettings DEFAULTS = new DrainSettings(Duration.ZERO, Duration.ofSeconds(15));

    public DrainSettings {
        if (delay.isNegative() || delay.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("delay: must be 0s to 10m");
        }
        if (!timeout.isPositive() || timeout.compareTo(Duration.ofMinutes(10)) > 0) {
            throw new IllegalArgumentException("timeout: must be above 0s and at most 10m");
        }
    }
}
