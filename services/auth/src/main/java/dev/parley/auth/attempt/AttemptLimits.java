package dev.parley.auth.attempt;

import java.time.Duration;

/// How failed sign-ins slow down the next ones.
///
/// @param perAccountAndAddress for one user name from one address
/// @param perAccount for one user name from anywhere, except from addresses where its owner has signed in before
/// @param perAddress for all user names from one address
/// @param addressKnownFor how long an address counts as one of the owner's after a sign-in from there
public record AttemptLimits(
        Backoff perAccountAndAddress, Backoff perAccount, Backoff perAddress, Duration addressKnownFor) {
    public AttemptLimits {
        if (!addressKnownFor.isPositive()) {
            throw new IllegalArgumentException("addressKnownFor: must be positive");
        }
    }
}
