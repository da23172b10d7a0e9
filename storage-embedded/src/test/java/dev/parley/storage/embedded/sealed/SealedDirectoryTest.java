package dev.parley.storage.embedded.sealed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.CheckIndex;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Lucene on sealed files.
class SealedDirectoryTest {
    private static final Secret KEY = Secret.of(new byte[32]);

    @TempDir
    private Path folder;

    @Test
    void anIndexIsWrittenMergedAndFoundAgain() throws IOException {
        try (Directory directory = sealed(KEY)) {
            fill(directory, 2000);
        }
        try (Directory directory = sealed(KEY);
                DirectoryReader reader = DirectoryReader.open(directory);
                CheckIndex check = new CheckIndex(directory)) {
            IndexSearcher searcher = new IndexSearcher(reader);
            Sort newest = new Sort(new SortField("rank", SortField.Type.LONG, true));
            TopDocs found = searcher.search(new TermQuery(new Term("text", "otter")), 10, newest);

            assertThat(found.totalHits.value()).isEqualTo(1000);
            assertThat(searcher.storedFields().document(found.scoreDocs[0].doc).get("id"))
                    .isEqualTo("1998");
            assertThat(check.checkIndex().clean).isTrue();
        }
    }

    @Test
    void nothingOfAMessageLiesOnDiskInTheClear() throws IOException {
        try (Directory directory = sealed(KEY)) {
            fill(directory, 500);
        }
        List<Path> files;
        try (Stream<Path> all = Files.list(folder)) {
            files = all.toList();
        }
        assertThat(files).hasSizeGreaterThan(2);
        for (Path file : files) {
            String bytes = new String(Files.readAllBytes(file), ISO_8859_1);
            for (String word : new String[] {"otter", "heron", "ott", "ext", "Lucene"}) {
                assertThat(bytes.contains(word)).as("%s in %s", word, file).isFalse();
            }
        }
    }

    @Test
    void anIndexOfAnotherKeyDoesNotOpen() throws IOException {
        try (Directory directory = sealed(KEY)) {
            fill(directory, 10);
        }
        byte[] other = new byte[32];
        other[31] = 1;
        try (Directory directory = sealed(Secret.of(other))) {
            assertThatThrownBy(() -> DirectoryReader.open(directory)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void whatIsCopiedInIsSealedToo() throws IOException {
        try (Directory plain = new ByteBuffersDirectory();
                Directory directory = sealed(KEY)) {
            try (var out = plain.createOutput("f", IOContext.DEFAULT)) {
                out.writeString("otter");
            }
            directory.copyFrom(plain, "f", "g", IOContext.DEFAULT);

            try (IndexInput copy = directory.openInput("g", IOContext.DEFAULT)) {
                assertThat(copy.readString()).isEqualTo("otter");
            }
            assertThat(new String(Files.readAllBytes(folder.resolve("g")), ISO_8859_1))
                    .doesNotContain("otter");
        }
    }

    private Directory sealed(Secret key) throws IOException {
        return new SealedDirectory(FSDirectory.open(folder), key, new PageCache(1 << 20), new SecureRandom());
    }

    private static void fill(Directory directory, int documents) throws IOException {
        IndexWriterConfig config = new IndexWriterConfig(new EnglishAnalyzer()).setMaxBufferedDocs(100);
        try (IndexWriter writer = new IndexWriter(directory, config)) {
            for (int i = 0; i < documents; i++) {
                Document document = new Document();
                document.add(new KeywordField("id", Integer.toString(i), Field.Store.YES));
                document.add(new TextField("text", i % 2 == 0 ? "an otter swims" : "a heron waits", Field.Store.YES));
                document.add(new NumericDocValuesField("rank", i));
                writer.addDocument(document);
                if (i % 250 == 0) {
                    writer.commit();
                }
            }
            writer.deleteDocuments(new Term("id", "1999"));
            writer.forceMerge(1);
        }
    }
}
