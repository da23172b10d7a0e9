package dev.parley.storage.embedded.lucene;

import dev.parley.core.id.TenantId;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.embedded.PrivateFiles;
import dev.parley.storage.embedded.sealed.PageCache;
import dev.parley.storage.embedded.sealed.SealedDirectory;
import dev.parley.storage.search.SearchDocument;
import dev.parley.storage.search.SearchIndex;
import dev.parley.storage.search.SearchPage;
import dev.parley.storage.search.SearchQuery;
import dev.parley.storage.text.TextAnalyzer;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.IndexFormatTooNewException;
import org.apache.lucene.index.IndexFormatTooOldException;
import org.apache.lucene.store.FSDirectory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The search port on Lucene: one index for each tenant and name, in `<folder>/<name>/<tenant>`, its files sealed
/// with a key of its own, because an index holds the texts.
///
/// Each `put` is a Lucene commit and so an fsync of its segments: callers hand over many documents at once. What is
/// put can be found when `put` returns.
///
/// An index that cannot be read (damaged, of another Lucene, sealed with another key) is removed, with an error in
/// the log, and starts empty: it is derived data, and its owner, who looks for a mark of its own in it, fills it
/// again. Damage that shows only later, in the middle of a search, ends the same way, and that search fails.
public final class LuceneSearchIndex implements SearchIndex {
    private static final Logger LOG = LoggerFactory.getLogger(LuceneSearchIndex.class);
    private static final String NAME = "[a-z][a-z0-9-]{0,39}";
    private static final long PAGE_CACHE_BYTES = 32L << 20;
    private static final List<Class<? extends IOException>> DAMAGE = List.of(
            CorruptIndexException.class,
            IndexFormatTooNewException.class,
            IndexFormatTooOldException.class,
            EOFException.class,
            FileNotFoundException.class,
            NoSuchFileException.class);

    private final Path folder;
    private final Secret key;
    private final SecureRandom random;
    private final PageCache pages = new PageCache(PAGE_CACHE_BYTES);
    private final Analyzer analyzer = new TextAnalyzer();
    // Guarded by this, as is closed.
    private final Map<Path, OneIndex> indexes = new HashMap<>();
    private boolean closed;

    /// @param folder exists, for indexes only
    /// @param key 32 bytes, from which the key of each index is derived; copied
    public LuceneSearchIndex(Path folder, Secret key, SecureRandom random) {
        this.folder = folder;
        this.key = key.copy();
        this.random = random;
    }

    @Override
    public void put(TenantId tenant, String index, List<SearchDocument> documents) {
        documents.forEach(Fields::requireWithinBounds);
        Path place = place(tenant, index);
        if (!documents.isEmpty()) {
            on(place, open(place), one -> {
                one.put(documents);
                return documents.size();
            });
        }
    }

    @Override
    public SearchPage search(TenantId tenant, String index, SearchQuery query) {
        Path place = place(tenant, index);
        return openExisting(place)
                .map(one -> on(place, one, existing -> existing.search(query)))
                .orElseGet(() -> new SearchPage(List.of(), null));
    }

    @Override
    public void delete(TenantId tenant, String index, Map<String, Set<String>> filter) {
        if (filter.isEmpty()) {
            throw new IllegalArgumentException("an empty filter would delete everything");
        }
        Path place = place(tenant, index);
        openExisting(place)
                .ifPresent(one -> on(place, one, existing -> {
                    existing.delete(filter);
                    return true;
                }));
    }

    @Override
    public void refresh(TenantId tenant, String index) {
        // Nothing to do: put and delete show what they did before they return.
        place(tenant, index);
        requireOpen();
    }

    @Override
    public synchronized void check() {
        requireOpen();
        if (!Files.isWritable(folder)) {
            throw new StoreUnavailableException(folder + " cannot be written");
        }
        Map.copyOf(indexes)
                .forEach((place, index) -> on(place, index, existing -> {
                    existing.check();
                    return true;
                }));
    }

    @Override
    public synchronized void close() {
        closed = true;
        indexes.forEach((place, index) -> {
            try {
                index.close();
            } catch (IOException e) {
                LOG.error("{} did not close in order; what was put is there", place, e);
            }
        });
        indexes.clear();
        analyzer.close();
        key.close();
    }

    private Path place(TenantId tenant, String index) {
        if (!index.matches(NAME)) {
            throw new IllegalArgumentException("not the name of an index: " + index);
        }
        return folder.resolve(index).resolve(tenant.value());
    }

    private synchronized Optional<OneIndex> openExisting(Path place) {
        requireOpen();
        return indexes.containsKey(place) || Files.isDirectory(place) ? Optional.of(open(place)) : Optional.empty();
    }

    private synchronized OneIndex open(Path place) {
        requireOpen();
        OneIndex index = indexes.get(place);
        if (index == null) {
            index = openOrStartAgain(place);
            indexes.put(place, index);
        }
        return index;
    }

    private OneIndex openOrStartAgain(Path place) {
        try {
            try {
                return openFiles(place);
            } catch (IOException e) {
                if (!isDamage(e)) {
                    throw e;
                }
                LOG.error("{} cannot be read and starts empty; it will be filled again: {}", place, e.toString());
                remove(place);
                return openFiles(place);
            }
        } catch (IOException e) {
            throw new StoreUnavailableException(place + " cannot be opened: " + e, e);
        }
    }

    private OneIndex openFiles(Path place) throws IOException {
        PrivateFiles.createFolders(place);
        FSDirectory files = FSDirectory.open(place);
        try (Secret indexKey = indexKey(place)) {
            return new OneIndex(new SealedDirectory(new OwnerOnlyDirectory(files), indexKey, pages, random), analyzer);
        } catch (IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /// HMAC-SHA256 of the index's place: one key for each, none tells of another.
    private Secret indexKey(Path place) {
        byte[] material = key.reveal();
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(material, "HmacSHA256"));
            return Secret.of(mac.doFinal(folder.relativize(place).toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is in every JDK", e);
        } finally {
            Arrays.fill(material, (byte) 0);
        }
    }

    private static void remove(Path place) throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private synchronized void requireOpen() {
        if (closed) {
            throw new StoreUnavailableException("the search index is closed");
        }
    }

    private <R> R on(Path place, OneIndex index, Use<R> use) {
        try {
            return use.with(index);
        } catch (IOException | IllegalStateException e) {
            // The second is how Lucene says that a merge in the background failed, or that it was closed meanwhile.
            if (isDamage(e)) {
                startAgain(place, index, e);
            }
            throw new StoreUnavailableException(place + ": " + e.getMessage(), e);
        }
    }

    /// Whether the files are to blame, and not the disk: then trying again is no use.
    private static boolean isDamage(Exception failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            Throwable cause = at;
            if (DAMAGE.stream().anyMatch(kind -> kind.isInstance(cause))) {
                return true;
            }
        }
        return false;
    }

    /// Whoever meets the damage first removes the index; the next use makes an empty one.
    private synchronized void startAgain(Path place, OneIndex damaged, Exception cause) {
        if (!indexes.remove(place, damaged)) {
            return;
        }
        LOG.error("{} is damaged and starts empty; it will be filled again: {}", place, cause.toString());
        try {
            damaged.abandon();
            remove(place);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @FunctionalInterface
    private interface Use<R> {
        R with(OneIndex index) throws IOException;
    }
}
