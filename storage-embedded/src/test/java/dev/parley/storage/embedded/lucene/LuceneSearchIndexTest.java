package dev.parley.storage.embedded.lucene;

import static dev.parley.storage.contract.search.SearchIndexContract.document;
import static dev.parley.storage.contract.search.SearchIndexContract.foundIn;
import static dev.parley.storage.contract.search.SearchIndexContract.query;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.contract.search.IndexedDocumentsContract;
import dev.parley.storage.contract.search.SearchPagingContract;
import dev.parley.storage.contract.search.SearchTextContract;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LuceneSearchIndexTest implements IndexedDocumentsContract, SearchPagingContract, SearchTextContract {
    @TempDir
    Path folder;

    private final TenantId tenant = Fixtures.freshTenant();
    private SearchIndex index;

    @BeforeEach
    void open() {
        index = opened((byte) 1);
    }

    private SearchIndex opened(byte keyByte) {
        byte[] key = new byte[32];
        Arrays.fill(key, keyByte);
        try (Secret secret = Secret.of(key)) {
            return new LuceneSearchIndex(folder, secret, new SecureRandom());
        }
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Override
    public SearchIndex search() {
        return index;
    }

    @Override
    public SearchIndex reopenedSearch() {
        close();
        open();
        return index;
    }

    @Test
    void writesNoWordInTheClearAndForItsOwnerOnly() throws IOException {
        index.put(
                tenant,
                INDEX,
                List.of(new SearchDocument("id-quokka", "a wallaby in the zoo", Map.of("room", "kw-dingo"), 1)));
        close();
        List<Path> files = files();
        assertThat(files).hasSizeGreaterThan(2);
        for (Path file : files) {
            byte[] bytes = Files.readAllBytes(file);
            for (String word : List.of("wallaby", "quokka", "dingo", "room")) {
                assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                        .as("%s in %s", word, file)
                        .doesNotContain(new String(word.getBytes(UTF_8), java.nio.charset.StandardCharsets.ISO_8859_1))
                        .doesNotContain(
                                new String(word.getBytes(UTF_16LE), java.nio.charset.StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(files)
                .allSatisfy(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .endsWith("------"));
        open();
        assertThat(found(tenant, "wallaby")).containsExactly("id-quokka");
    }

    @Test
    void startsEmptyUnderAnotherKey() {
        put(tenant, document("d1", 1, "fox"));
        close();
        index = opened((byte) 2);
        assertThat(found(tenant, "fox")).isEmpty();
        put(tenant, document("d2", 2, "fox"));
        assertThat(found(tenant, "fox")).containsExactly("d2");
        close();
        index = opened((byte) 2);
        assertThat(found(tenant, "fox")).containsExactly("d2");
    }

    /// Whatever is done to one of its files, an index finds what was put or nothing at all, and takes what is put
    /// again: never wrong hits, never a failure that stays.
    @Test
    void startsEmptyWhenDamaged() throws IOException {
        List<SearchDocument> documents = IntStream.range(0, 500)
                .mapToObj(i -> document("d" + i, i, "fox number" + i + " of the pack " + "word" + i % 7))
                .toList();
        index.put(tenant, INDEX, documents.subList(0, 250));
        index.put(tenant, INDEX, documents.subList(250, 500));
        close();
        List<Path> files = files().stream()
                .filter(file -> !file.getFileName().toString().equals("write.lock"))
                .toList();
        List<byte[]> whole = files.stream().map(LuceneSearchIndexTest::bytes).toList();
        for (Path file : files) {
            for (Damage damage : Damage.values()) {
                restore(files, whole);
                damage.to(file);
                index = opened((byte) 1);
                assertHealsItself(documents, damage + " " + file.getFileName());
                close();
            }
        }
    }

    private void assertHealsItself(List<SearchDocument> documents, String damage) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                List<String> hits = found(tenant, "fox");
                assertThat(hits.size()).as(damage).isIn(0, 100);
                assertThat(found(tenant, "number7")).as(damage).hasSizeLessThan(2);
            } catch (StoreUnavailableException e) {
                assertThat(attempt).as(damage).isZero();
            }
        }
        try {
            index.put(tenant, INDEX, documents);
        } catch (StoreUnavailableException e) {
            // Met damage that no search had met; now it is gone.
            index.put(tenant, INDEX, documents);
        }
        assertThat(found(tenant, "fox")).as(damage).hasSize(100);
        assertThat(foundIn(index, tenant, query("number7 word0"))).as(damage).containsExactly("d7");
    }

    private enum Damage {
        FLIPPED,
        CUT,
        EMPTIED,
        REMOVED;

        void to(Path file) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            switch (this) {
                case FLIPPED -> {
                    bytes[bytes.length / 2] ^= 1;
                    Files.write(file, bytes);
                }
                case CUT -> Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
                case EMPTIED -> Files.write(file, new byte[0]);
                case REMOVED -> Files.delete(file);
            }
        }
    }

    @Test
    void oneDamagedIndexHoldsUpNoOther() throws IOException {
        TenantId other = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox"));
        put(other, document("d1", 1, "fox"));
        close();
        for (Path file : files()) {
            if (file.toString().contains(tenant.value())) {
                Files.write(file, new byte[] {1, 2, 3});
            }
        }
        open();
        assertThat(found(tenant, "fox")).isEmpty();
        assertThat(found(other, "fox")).containsExactly("d1");
        index.check();
    }

    @Test
    void refusesWhileItsFolderIsInUse() {
        put(tenant, document("d1", 1, "fox"));
        try (SearchIndex second = opened((byte) 1)) {
            assertThatThrownBy(() -> foundIn(second, tenant, query("fox")))
                    .isInstanceOf(StoreUnavailableException.class);
        }
        assertThat(found(tenant, "fox")).containsExactly("d1");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    private void restore(List<Path> files, List<byte[]> whole) throws IOException {
        for (Path file : files()) {
            Files.delete(file);
        }
        for (int i = 0; i < files.size(); i++) {
            Files.write(files.get(i), whole.get(i));
        }
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
