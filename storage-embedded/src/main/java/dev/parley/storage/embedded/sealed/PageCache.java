package dev.parley.storage.embedded.sealed;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicLong;

/// Open pages of all sealed files in memory, up to a bound: what is read again and again is opened once.
public final class PageCache {
    private final Cache<Key, byte[]> pages;
    private final AtomicLong files = new AtomicLong();

    public PageCache(long maxBytes) {
        pages = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher((Key key, byte[] page) -> page.length + 64)
                .build();
    }

    private record Key(long file, long page) {}

    /// Opens a page.
    @FunctionalInterface
    interface Loader {
        byte[] load(long page) throws IOException;
    }

    /// A number for a file that is being opened, never given twice.
    long newFile() {
        return files.incrementAndGet();
    }

    /// Nobody changes the array.
    byte[] get(long file, long page, Loader loader) throws IOException {
        try {
            return pages.get(new Key(file, page), key -> {
                try {
                    return loader.load(key.page);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
