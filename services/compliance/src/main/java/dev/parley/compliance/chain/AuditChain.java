package dev.parley.compliance.chain;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.api.compliance.AuditHead;
import dev.parley.api.compliance.AuditRecord;
import dev.parley.api.compliance.AuditVerification;
import dev.parley.compliance.chain.ChainExtension.Link;
import dev.parley.core.id.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The rules of the audit log's hash chain (`docs/spec/audit-entry.md`).
///
/// Each entry holds the hash of the one before, and its own hash is taken of all that it holds. So whoever knows
/// the hash of the last entry can tell whether any before it was changed, removed, added or moved. Who does not
/// know it can tell whether the chain is whole in itself.
///
/// The hash is that of a leaf in a Merkle tree (RFC 6962 §2.1: a zero byte, then the content), so that a tree over
/// the same entries needs no other.
public final class AuditChain {
    /// Stands for the entry before the first.
    public static final String ZERO_HASH = "0".repeat(64);

    private static final byte LEAF = 0;

    private AuditChain() {}

    /// Makes the entries that put `records` at the end of the chain, in their order.
    ///
    /// A clock that is behind the last entry does not move time back: the entries keep the last entry's time and
    /// say how far behind the clock was.
    ///
    /// @param now by the clock of the log
    public static ChainExtension extend(TenantId tenant, ChainEnd end, List<SealedRecord> records, Instant now) {
        Instant clock = now.truncatedTo(ChronoUnit.MILLIS);
        boolean behind = clock.isBefore(end.recordedAt());
        Instant recordedAt = behind ? end.recordedAt() : clock;
        Long skew = behind ? ChronoUnit.MILLIS.between(clock, end.recordedAt()) : null;
        MessageDigest sha256 = sha256();
        List<Link> links = new ArrayList<>(records.size());
        long seq = end.size();
        String hash = end.hash();
        for (SealedRecord sealed : records) {
            seq++;
            String canonical = content(tenant, sealed, new Place(seq, hash, recordedAt, skew))
                    .canonical();
            hash = hash(sha256, canonical);
            links.add(new Link(sealed.record().id(), new AuditEntry(seq, canonical, hash)));
        }
        return new ChainExtension(links, new ChainEnd(seq, hash, recordedAt));
    }

    /// Checks a whole log, from its first entry on. Says whether it is whole in itself: what was cut off at its end
    /// cannot be seen.
    public static AuditVerification verify(Iterator<AuditEntry> entries) {
        return new ChainVerifier(ChainEnd.EMPTY.head()).verify(entries);
    }

    /// Checks a whole log, from its first entry on, and that it once ended in `expected`. It may have grown since.
    public static AuditVerification verify(Iterator<AuditEntry> entries, AuditHead expected) {
        return new ChainVerifier(expected).verify(entries);
    }

    /// The hash of an entry: SHA-256 of a zero byte and the UTF-8 of its canonical form, in hexadecimal digits.
    public static String hash(String canonical) {
        return hash(sha256(), canonical);
    }

    static String hash(MessageDigest sha256, String canonical) {
        sha256.update(LEAF);
        return HexFormat.of().formatHex(sha256.digest(canonical.getBytes(StandardCharsets.UTF_8)));
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static EntryContent content(TenantId tenant, SealedRecord sealed, Place place) {
        AuditRecord record = sealed.record();
        return new EntryContent(
                record.action(),
                record.actor(),
                place.skew,
                new TreeMap<>(record.details()),
                record.id(),
                record.occurredAt(),
                record.outcome(),
                sealed.personal(),
                sealed.personalOmitted(),
                place.previousHash,
                place.recordedAt,
                record.requestId(),
                record.resource(),
                place.seq,
                record.service(),
                record.subject(),
                tenant,
                EntryContent.VERSION);
    }

    private record Place(
            long seq,
            String previousHash,
            Instant recordedAt,
            @Nullable Long skew) {}
}
