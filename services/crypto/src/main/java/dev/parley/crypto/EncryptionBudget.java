package dev.parley.crypto;

import java.util.OptionalLong;

/// How often one version of a named key may encrypt, and in which portions nodes are granted it.
///
/// With random 96-bit nonces a key must not be used more than 2^32 times, or two nonces may coincide with a
/// probability above 2^-32 (NIST SP 800-38D §8.3). Counting each use durably would cost an fsync per encryption. So
/// a node reserves a portion of [#portion] uses at once, counts it down in memory, and what is left when it stops
/// is lost: 4,096 restarts, or 4 billion encryptions, until the version is used up and the key rotates by itself.
///
/// @param limit uses of a version over its life, on all nodes
/// @param portion uses granted at once
record EncryptionBudget(long limit, long portion) {
    static final EncryptionBudget NIST = new EncryptionBudget(1L << 32, 1L << 20);

    EncryptionBudget {
        if (portion < 1 || portion > limit || limit > 1L << 32) {
            throw new IllegalArgumentException("1 <= portion <= limit <= 2^32");
        }
    }

    /// One more portion.
    ///
    /// @param reserved what is granted already
    /// @return what is granted then, or nothing when the version is used up
    OptionalLong grant(long reserved) {
        return reserved <= limit - portion ? OptionalLong.of(reserved + portion) : OptionalLong.empty();
    }
}
