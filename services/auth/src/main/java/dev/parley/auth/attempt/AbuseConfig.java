package dev.parley.auth.attempt;

import java.time.Duration;

/// What an operator may set against abuse, beside the limits of sign-ins ([AttemptLimits]).
///
/// @param registrations of accounts from one address, right or wrong
/// @param clients failed proofs of who a program is (OAuth), from one address
/// @param signals when failures look like an attack on many accounts
/// @param proofOfWork leading zero bits that the hash of a registration's proof must have: each doubles the work; 0
///     for none, at most 30
public record AbuseConfig(Backoff registrations, Backoff clients, Signals signals, int proofOfWork) {
    public static final AbuseConfig DEFAULTS = new AbuseConfig(
            new Backoff(500, Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofHours(1)),
            new Backoff(100, Duration.ofSeconds(1), Duration.ofMinutes(5), Duration.ofHours(1)),
            new Signals(20, 500, Duration.ofMinutes(10)),
            0);

    private static final int MOST_BITS = 30;

    public AbuseConfig {
        if (proofOfWork < 0 || proofOfWork > MOST_BITS) {
            throw new IllegalArgumentException("proofOfWork: must be 0 to " + MOST_BITS);
        }
    }

    /// When failed sign-ins are told as an attack: once in each window, for each of the two.
    ///
    /// @param accounts different user names that fail from one address, 2 to 1000
    /// @param failures of all sign-ins together, at least 2
    /// @param window 1 min to 1 d
    public record Signals(int accounts, int failures, Duration window) {
        public Signals {
            if (accounts < 2 || accounts > 1000) {
                throw new IllegalArgumentException("accounts: must be 2 to 1000");
            }
            if (failures < 2) {
                throw new IllegalArgumentException("failures: must be at least 2");
            }
            if (window.compareTo(Duration.ofMinutes(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("window: must be 1m to 1d");
            }
        }
    }
}
