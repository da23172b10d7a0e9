package dev.parley.crypto;

import dev.parley.core.problem.ProblemType;

/// What this service refuses, besides the kinds that all services share ([ProblemType]).
public final class CryptoProblems {
    /// For every ciphertext that does not open. Why is never said: a difference between "wrong key", "wrong tag"
    /// and "not base64" is what padding-oracle attacks are made of.
    public static final ProblemType DECRYPTION_FAILED =
            new ProblemType("decryption-failed", 400, "This cannot be decrypted");

    /// What the key has sealed is gone for good.
    public static final ProblemType KEY_DESTROYED = new ProblemType("key-destroyed", 410, "The key was destroyed");

    private CryptoProblems() {}
}
