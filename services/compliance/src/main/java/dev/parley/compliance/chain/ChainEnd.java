package dev.parley.compliance.chain;

import dev.parley.api.compliance.AuditHead;
import java.time.Instant;

/// Where a chain ends, with all that the next entry depends on.
///
/// @param size number of entries
/// @param hash of the last one
/// @param recordedAt of the last one
public record ChainEnd(long size, String hash, Instant recordedAt) {
    public static final ChainEnd EMPTY = new ChainEnd(0, AuditChain.ZERO_HASH, Instant.EPOCH);

    public AuditHead head() {
        return new AuditHead(size, hash);
    }
}
