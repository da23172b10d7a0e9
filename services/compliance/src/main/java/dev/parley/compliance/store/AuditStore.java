package dev.parley.compliance.store;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.compliance.chain.ChainEnd;
import dev.parley.compliance.chain.ChainExtension;
import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Collection;
import dev.parley.storage.document.DocumentStore;
import dev.parley.storage.document.DuplicateKeyException;
import dev.parley.storage.document.Index;
import dev.parley.storage.document.IndexQuery;
import dev.parley.storage.document.StaleVersionException;
import dev.parley.storage.document.Transaction;
import dev.parley.storage.document.Versioned;
import java.util.List;
import java.util.function.Function;

/// The log of each tenant: a document per entry under the id of its record, found by seq, and one document that
/// says where the log ends.
///
/// The id of the record as the key of the document is what makes a record that comes twice one entry; the version
/// of the head document is what makes two writers take turns.
public final class AuditStore {
    private static final String BY_SEQ = "by_seq";
    private static final Collection<AuditEntry> ENTRIES =
            Collection.of("compliance_audit_entries", AuditEntry.class, Index.unique(BY_SEQ, "seq"));
    private static final Collection<ChainEnd> HEADS = Collection.of("compliance_audit_heads", ChainEnd.class);
    private static final String HEAD = "head";

    private final DocumentStore documents;

    public AuditStore(DocumentStore documents) {
        this.documents = documents;
        documents.declare(List.of(ENTRIES, HEADS));
    }

    /// @param version of the head document, 0 when there is none
    public record StoredHead(ChainEnd end, long version) {
        public static final StoredHead NONE = new StoredHead(ChainEnd.EMPTY, 0);
    }

    /// What became of records that were to be added.
    public sealed interface Outcome {}

    /// They are in the log, which ends here.
    public record Appended(StoredHead head) implements Outcome {}

    /// The log does not end where the caller thinks: another writer was faster. Nothing was done.
    public record HeadMoved() implements Outcome {}

    /// The log has one of the records already. Nothing was done.
    public record RecordKnown() implements Outcome {}

    public StoredHead head(TenantId tenant) {
        return documents.get(tenant, HEADS, HEAD).map(AuditStore::storedHead).orElse(StoredHead.NONE);
    }

    /// Adds entries and moves the head, all or nothing, if the head is still at `from`.
    public Outcome append(TenantId tenant, StoredHead from, ChainExtension extension) {
        return commit(tenant, transaction -> write(transaction, from, extension));
    }

    /// Adds the entries that `extend` makes for where the log ends, wherever that is. It is never [HeadMoved], but
    /// `extend` runs on the writer thread of the store, while all others wait.
    public Outcome append(TenantId tenant, Function<ChainEnd, ChainExtension> extend) {
        return commit(tenant, transaction -> {
            StoredHead from =
                    transaction.get(HEADS, HEAD).map(AuditStore::storedHead).orElse(StoredHead.NONE);
            return write(transaction, from, extend.apply(from.end()));
        });
    }

    public boolean contains(TenantId tenant, AuditRecordId id) {
        return documents.get(tenant, ENTRIES, id.value()).isPresent();
    }

    /// Entries from the one after `afterSeq` on, in the order of the index, with the ids they stand under.
    ///
    /// @throws IllegalStateException when one of them is damaged beyond reading
    public List<Versioned<AuditEntry>> entries(TenantId tenant, long afterSeq, int limit) {
        return documents.find(
                tenant, ENTRIES, IndexQuery.on(BY_SEQ).after(afterSeq).limit(limit));
    }

    private Outcome commit(TenantId tenant, Function<Transaction, StoredHead> work) {
        try {
            return new Appended(documents.transact(tenant, work));
        } catch (StaleVersionException e) {
            return new HeadMoved();
        } catch (DuplicateKeyException e) {
            boolean recordKnown =
                    e.collection().equals(ENTRIES.name()) && !e.index().equals(BY_SEQ);
            return recordKnown ? new RecordKnown() : new HeadMoved();
        }
    }

    private static StoredHead write(Transaction transaction, StoredHead from, ChainExtension extension) {
        if (from.version() == 0) {
            transaction.insert(HEADS, HEAD, extension.end());
        } else {
            transaction.replace(HEADS, HEAD, extension.end(), from.version());
        }
        for (ChainExtension.Link link : extension.links()) {
            transaction.insert(ENTRIES, link.id().value(), link.entry());
        }
        return new StoredHead(extension.end(), from.version() + 1);
    }

    private static StoredHead storedHead(Versioned<ChainEnd> head) {
        return new StoredHead(head.value(), head.version());
    }
}
