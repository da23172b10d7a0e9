package dev.parley.storage.move;

import dev.parley.storage.document.DocumentKey;
import dev.parley.storage.document.RawDocument;
import dev.parley.storage.document.RawDocuments;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/// All documents of a collection, in order, page by page.
final class RawPages implements Iterator<RawDocument> {
    private final RawDocuments raw;
    private final String collection;
    private List<RawDocument> page;
    private int next;

    RawPages(RawDocuments raw, String collection) {
        this.raw = raw;
        this.collection = collection;
        this.page = raw.scan(collection, null, RawDocuments.MAX_PAGE);
    }

    @Override
    public boolean hasNext() {
        if (next == page.size() && !page.isEmpty()) {
            DocumentKey last = page.getLast().key();
            page = raw.scan(collection, last, RawDocuments.MAX_PAGE);
            next = 0;
        }
        return next < page.size();
    }

    @Override
    public RawDocument next() {
        if (!hasNext()) {
            throw new NoSuchElementException(collection);
        }
        return page.get(next++);
    }

    @Nullable
    RawDocument nextOrNull() {
        return hasNext() ? next() : null;
    }
}
