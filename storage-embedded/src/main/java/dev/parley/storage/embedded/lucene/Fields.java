package dev.parley.storage.embedded.lucene;

import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.text.TextQuery;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexableField;
import org.apache.lucene.util.BytesRef;

/// How a [SearchDocument] lies in Lucene.
final class Fields {
    static final String ID = "id";
    static final String TEXT = TextQuery.FIELD;
    static final String RANK = "rank";
    private static final String KEYWORD = "keyword.";

    private Fields() {}

    static String keyword(String name) {
        return KEYWORD + name;
    }

    static Document document(SearchDocument source) {
        Document document = new Document();
        document.add(new StringField(ID, source.id(), Field.Store.YES));
        document.add(new SortedDocValuesField(ID, new BytesRef(source.id())));
        document.add(new NumericDocValuesField(RANK, source.rank()));
        document.add(new StoredField(RANK, source.rank()));
        document.add(new TextField(TEXT, source.text(), Field.Store.YES));
        source.keywords()
                .forEach((name, value) -> document.add(new StringField(keyword(name), value, Field.Store.YES)));
        return document;
    }

    static Map<String, String> keywords(Document document) {
        Map<String, String> keywords = new TreeMap<>();
        for (IndexableField field : document) {
            if (field.name().startsWith(KEYWORD)) {
                keywords.put(field.name().substring(KEYWORD.length()), field.stringValue());
            }
        }
        return keywords;
    }

    /// @throws IllegalArgumentException when Lucene could not take it, or should not
    static void requireWithinBounds(SearchDocument document) {
        if (document.id().isEmpty() || document.id().length() > SearchIndex.MAX_KEYWORD_LENGTH) {
            throw new IllegalArgumentException("an id has 1 to " + SearchIndex.MAX_KEYWORD_LENGTH + " characters, not "
                    + document.id().length());
        }
        if (document.text().getBytes(StandardCharsets.UTF_8).length > SearchIndex.MAX_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    document.id() + " has more than " + SearchIndex.MAX_TEXT_BYTES + " bytes of text");
        }
        document.keywords().forEach((name, value) -> {
            if (value.length() > SearchIndex.MAX_KEYWORD_LENGTH) {
                throw new IllegalArgumentException(document.id() + " has too long a " + name);
            }
        });
    }
}
