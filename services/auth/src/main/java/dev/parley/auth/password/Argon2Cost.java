package dev.parley.auth.password;

/// What one Argon2id hash costs (RFC 9106 §3.1).
///
/// @param memoryKib 8 per lane to 1,048,576
/// @param iterations passes over the memory, 1 to 100
/// @param parallelism lanes, 1 to 16; they are computed one after the other here
public record Argon2Cost(int memoryKib, int iterations, int parallelism) {
    /// The least that the OWASP Password Storage Cheat Sheet recommends.
    public static final Argon2Cost OWASP = new Argon2Cost(19 << 10, 2, 1);

    public Argon2Cost {
        if (parallelism < 1 || parallelism > 16) {
            throw new IllegalArgumentException("parallelism: must be 1 to 16");
        }
        if (memoryKib < 8 * parallelism || memoryKib > 1 << 20) {
            throw new IllegalArgumentException("memoryKib: must be 8 per lane to 1048576");
        }
        if (iterations < 1 || iterations > 100) {
            throw new IllegalArgumentException("iterations: must be 1 to 100");
        }
    }

    /// Whether guessing at this cost is as hard as at `other`, in memory and in passes.
    public boolean covers(Argon2Cost other) {
        return memoryKib >= other.memoryKib && iterations >= other.iterations;
    }
}
