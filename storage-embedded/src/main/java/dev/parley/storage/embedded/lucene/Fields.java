package dev.parley.storage.embedded.lucene;

import dev.parley.storage.search.SearchDocument;
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
    static final String TEXT = "text";
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

    static int utf8Bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
