package dev.parley.compliance.chain;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.core.id.TenantId;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One walk along a chain, which ends at the first fault.
///
/// An entry is judged with the help of the one behind it (or of the expected head, for the last): a successor that
/// repeats an entry's hash tells which of two entries that do not fit is the one that was touched. Who changes
/// both, and all entries after them, leaves only the end of the chain to give it away.
final class ChainVerifier {
    private final MessageDigest sha256 = AuditChain.sha256();
    private final AuditHead expected;
    private long seq;
    private String hash = AuditChain.ZERO_HASH;
    private Instant recordedAt = Instant.MIN;
    private @Nullable TenantId tenant;

    /// @param expected the log ended here once; an empty head expects nothing
    ChainVerifier(AuditHead expected) {
        this.expected = expected;
    }

    AuditVerification verify(Iterator<AuditEntry> entries) {
        AuditEntry next = entries.hasNext() ? entries.next() : null;
        while (next != null) {
            AuditEntry entry = next;
            next = entries.hasNext() ? entries.next() : null;
            Optional<Fault> fault = follow(entry, next);
            if (fault.isPresent()) {
                return fault.get().verification();
            }
        }
        if (seq < expected.size()) {
            return new Fault(
                            seq + 1, "the log is cut off: it had " + expected.size() + " entries and ends after " + seq)
                    .verification();
        }
        return new AuditVerification(true, seq, null, null);
    }

    /// @param next the entry behind `entry`, null for the last
    /// @return the fault of `entry`, or nothing, and then it is the last of the chain so far
    private Optional<Fault> follow(AuditEntry entry, @Nullable AuditEntry next) {
        long place = seq + 1;
        if (entry.canonical().isEmpty()) {
            return fault(place, "the entry cannot be read");
        }
        String computed = AuditChain.hash(sha256, entry.canonical());
        if (!computed.equals(entry.hash())) {
            return fault(
                    place,
                    computed.equals(witnessed(entry, next))
                            ? "the stored hash was changed; the content is what it was"
                            : "the content was changed: its hash is another one");
        }
        Optional<EntryContent> parsed = EntryContent.parse(entry.canonical());
        if (parsed.isEmpty()) {
            return fault(place, "the content is not the canonical form of an entry");
        }
        EntryContent content = parsed.get();
        if (content.seq() != entry.seq()) {
            return fault(place, "the number " + entry.seq() + " stands at an entry that says it is " + content.seq());
        }
        if (content.seq() != place) {
            return fault(place, misplaced(content.seq(), place, next));
        }
        if (!content.previousHash().equals(hash)) {
            return place > 1 && computed.equals(witnessed(entry, next))
                    ? fault(place - 1, "the entry was replaced: the entry behind it was linked to another one")
                    : fault(place, "the entry is not linked to the one before it");
        }
        if (place == expected.size() && !computed.equals(expected.hash())) {
            return fault(place, "the head names another entry here: this one, or some before it, were written anew");
        }
        return advance(content, computed);
    }

    private Optional<Fault> advance(EntryContent content, String computed) {
        if (tenant != null && !tenant.equals(content.tenant())) {
            return fault(content.seq(), "the entry is from the log of another tenant");
        }
        if (content.recordedAt().isBefore(recordedAt)) {
            return fault(content.seq(), "the entry was recorded before the one that it follows");
        }
        seq = content.seq();
        hash = computed;
        recordedAt = content.recordedAt();
        tenant = content.tenant();
        return Optional.empty();
    }

    private static String misplaced(long found, long place, @Nullable AuditEntry next) {
        if (found < place) {
            return "entry " + found + " stands a second time in place of this one";
        }
        return next != null && next.seq() == place
                ? "the order was changed: entry " + found + " stands before this one"
                : "the entry is missing: entry " + found + " stands in its place";
    }

    /// The hash that `entry` had when it was made, as far as somebody knows: the entry behind it, or the head if it
    /// names `entry` as the last. Empty when nobody does.
    private String witnessed(AuditEntry entry, @Nullable AuditEntry next) {
        if (next != null) {
            return EntryContent.parse(next.canonical())
                    .map(EntryContent::previousHash)
                    .orElse("");
        }
        return expected.size() == entry.seq() ? expected.hash() : "";
    }

    private static Optional<Fault> fault(long seq, String what) {
        return Optional.of(new Fault(seq, what));
    }

    private record Fault(long seq, String what) {
        AuditVerification verification() {
            return new AuditVerification(false, seq - 1, seq, what);
        }
    }
}
