package dev.parley.storage.embedded.lucene;

import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchHit;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import dev.parley.storage.text.Highlights;
import dev.parley.storage.text.TextQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.util.BytesRef;

/// The Lucene index of one tenant and name. Writers take turns, so that a failed one undoes its own work and no
/// other's; readers never wait.
final class OneIndex implements AutoCloseable {
    private static final double WRITE_BUFFER_MEBIBYTES = 16;
    private static final Sort NEWEST_FIRST = new Sort(
            new SortField(Fields.RANK, SortField.Type.LONG, true), new SortField(Fields.ID, SortField.Type.STRING));

    private final Directory directory;
    private final Analyzer analyzer;
    private final Highlights highlights;
    // Replaced under the lock of this when a write failed.
    private volatile Open open;

    private record Open(IndexWriter writer, SearcherManager searchers) {}

    OneIndex(Directory directory, Analyzer analyzer) throws IOException {
        this.directory = directory;
        this.analyzer = analyzer;
        this.highlights = new Highlights(analyzer);
        this.open = open();
    }

    private Open open() throws IOException {
        IndexWriter writer =
                new IndexWriter(directory, new IndexWriterConfig(analyzer).setRAMBufferSizeMB(WRITE_BUFFER_MEBIBYTES));
        try {
            if (!DirectoryReader.indexExists(directory)) {
                // An empty commit, so that an index that was opened once is a whole one. Only then: opening one that
                // is there must not need room on the disk.
                writer.commit();
            }
            return new Open(writer, new SearcherManager(writer, null));
        } catch (IOException | RuntimeException e) {
            writer.rollback();
            throw e;
        }
    }

    synchronized void put(List<SearchDocument> documents) throws IOException {
        write(writer -> {
            for (SearchDocument document : documents) {
                writer.updateDocument(new Term(Fields.ID, document.id()), Fields.document(document));
            }
        });
    }

    synchronized void delete(Map<String, Set<String>> filter) throws IOException {
        write(writer -> writer.deleteDocuments(Queries.filter(filter)));
    }

    private void write(Change change) throws IOException {
        try {
            if (!open.writer().isOpen()) {
                // A merge failed since, for want of room perhaps, and Lucene gave up the writer.
                open.searchers().close();
                open = open();
            }
            change.apply(open.writer());
            open.writer().commit();
            open.searchers().maybeRefreshBlocking();
        } catch (IOException | RuntimeException e) {
            undo(e);
            throw e;
        }
    }

    private void undo(Exception cause) {
        try {
            open.searchers().close();
            open.writer().rollback();
            open = open();
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    @FunctionalInterface
    private interface Change {
        void apply(IndexWriter writer) throws IOException;
    }

    SearchPage search(SearchQuery asked) throws IOException {
        Optional<TextQuery> text = TextQuery.parse(analyzer, asked.text());
        if (text.isEmpty()) {
            return new SearchPage(List.of(), null);
        }
        Query query = Queries.both(text.get().lucene(), asked.filter());
        SearcherManager searchers = open.searchers();
        IndexSearcher searcher = searchers.acquire();
        try {
            return page(searcher, query, text.get(), asked);
        } finally {
            searchers.release(searcher);
        }
    }

    private SearchPage page(IndexSearcher searcher, Query query, TextQuery text, SearchQuery asked) throws IOException {
        int documents = searcher.getIndexReader().maxDoc();
        if (documents == 0) {
            return new SearchPage(List.of(), null);
        }
        // The page before ended at this rank and id; the greatest document number makes that hit itself the last one
        // that is passed over.
        String cursor = asked.cursor();
        FieldDoc after = cursor == null ? null : after(Cursor.decode(cursor), documents - 1);
        TopDocs found = searcher.searchAfter(after, query, asked.limit() + 1, NEWEST_FIRST);
        List<SearchHit> hits = new ArrayList<>();
        Cursor last = null;
        for (ScoreDoc each : found.scoreDocs) {
            if (hits.size() == asked.limit()) {
                return new SearchPage(hits, last == null ? null : last.encode());
            }
            Document document = searcher.storedFields().document(each.doc);
            hits.add(hit(document, text));
            last = new Cursor(document.getField(Fields.RANK).numericValue().longValue(), document.get(Fields.ID));
        }
        return new SearchPage(hits, null);
    }

    private static FieldDoc after(Cursor cursor, int lastDocument) {
        return new FieldDoc(lastDocument, Float.NaN, new Object[] {cursor.rank(), new BytesRef(cursor.id())});
    }

    private SearchHit hit(Document document, TextQuery text) {
        return new SearchHit(
                document.get(Fields.ID), Fields.keywords(document), highlights.of(text, document.get(Fields.TEXT)));
    }

    void check() throws IOException {
        if (!open.writer().isOpen()) {
            throw new IOException("the index is closed", open.writer().getTragicException());
        }
    }

    /// Ends without another commit.
    synchronized void abandon() throws IOException {
        open.searchers().close();
        open.writer().rollback();
        directory.close();
    }

    @Override
    public synchronized void close() throws IOException {
        open.searchers().close();
        open.writer().close();
        directory.close();
    }
}
