package dev.parley.compliance;

import dev.parley.api.compliance.AuditEntry;
import dev.parley.compliance.store.AuditStore;
import dev.parley.core.id.TenantId;
import dev.parley.storage.document.Versioned;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/// Entries of a tenant's chain as they are stored, read page by page. An entry that cannot be read, or stands
/// under the id of another record, comes as one without content, so that verification names it.
final class StoredChain implements Iterator<AuditEntry> {
    private static final int PAGE = 500;

    private final AuditStore store;
    private final TenantId tenant;
    private Iterator<AuditEntry> page = Collections.emptyIterator();
    private long after;
    private long left;

    /// @param after the seq of the entry before the first
    /// @param size how many entries at most
    StoredChain(AuditStore store, TenantId tenant, long after, long size) {
        this.store = store;
        this.tenant = tenant;
        this.after = after;
        this.left = size;
    }

    @Override
    public boolean hasNext() {
        if (!page.hasNext() && left > 0) {
            page = nextPage().iterator();
            if (!page.hasNext()) {
                left = 0;
            }
        }
        return page.hasNext();
    }

    @Override
    public AuditEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        AuditEntry entry = page.next();
        left--;
        after = entry.seq();
        return entry;
    }

    private List<AuditEntry> nextPage() {
        int limit = (int) Math.min(PAGE, left);
        try {
            return read(limit);
        } catch (IllegalStateException e) {
            // One of them is damaged. Singly, those before it can still be read.
        }
        try {
            return read(1);
        } catch (IllegalStateException e) {
            return List.of(unreadable(after + 1));
        }
    }

    private List<AuditEntry> read(int limit) {
        return store.entries(tenant, after, limit).stream()
                .map(StoredChain::entry)
                .toList();
    }

    private static AuditEntry entry(Versioned<AuditEntry> stored) {
        AuditEntry entry = stored.value();
        boolean standsUnderItsId = entry.canonical() != null
                && entry.hash() != null
                && entry.canonical().contains("\"id\":\"" + stored.id() + "\"");
        return standsUnderItsId ? entry : unreadable(entry.seq());
    }

    private static AuditEntry unreadable(long seq) {
        return new AuditEntry(seq, "", "");
    }
}
