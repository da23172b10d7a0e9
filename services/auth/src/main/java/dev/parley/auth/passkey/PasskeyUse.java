package dev.parley.auth.passkey;

import java.time.Instant;

/// A signature of a passkey that was found good.
///
/// @param challengeId a name for its challenge, which is used up by it
/// @param challengeUntil when the challenge ends by itself
public record PasskeyUse(
        String challengeId, Instant challengeUntil, long counter, boolean userVerified, boolean backedUp) {}
