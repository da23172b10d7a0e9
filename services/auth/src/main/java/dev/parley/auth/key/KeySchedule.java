package dev.parley.auth.key;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The rules of rotation. There is always one key that signs and one that is published and will sign next, so
/// that a verifier with keys of yesterday accepts the tokens of today.
///
/// @param period how long a key signs
/// @param announced how long it is published before
/// @param tokenLife the longest life of what is signed
public record KeySchedule(Duration period, Duration announced, Duration tokenLife) {
    /// Clocks differ, and a verifier may hold a token for the time of a request.
    private static final Duration MARGIN = Duration.ofMinutes(10);

    /// When the next key shall sign, if one has to be made now.
    ///
    /// @param keys by generation, without gaps, the newest last
    Optional<Instant> missing(List<SigningKey> keys, Instant now) {
        if (keys.isEmpty()) {
            return Optional.of(now);
        }
        Instant newest = keys.getLast().signsFrom();
        if (newest.isAfter(now)) {
            return Optional.empty();
        }
        // After a long standstill the period is over already, but a key that nobody has seen must not sign.
        Instant due = newest.plus(period);
        Instant earliest = now.plus(announced);
        return Optional.of(due.isAfter(earliest) ? due : earliest);
    }

    /// When a key can be forgotten whose successor signs from `successorSignsFrom` on.
    Instant expiry(Instant successorSignsFrom) {
        return successorSignsFrom.plus(tokenLife).plus(MARGIN);
    }

    /// The index of the key that signs now.
    ///
    /// @param keys by generation, the first one signing already
    static int current(List<SigningKey> keys, Instant now) {
        int current = 0;
        for (int i = 1; i < keys.size(); i++) {
            if (!keys.get(i).signsFrom().isAfter(now)) {
                current = i;
            }
        }
        return current;
    }
}
