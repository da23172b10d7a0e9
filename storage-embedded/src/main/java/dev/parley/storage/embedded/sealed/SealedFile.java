package dev.parley.storage.embedded.sealed;

import java.io.IOException;
import javax.crypto.SecretKey;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.IndexInput;
import org.jspecify.annotations.Nullable;

/// A sealed file that is open for reading: gives its pages in the clear. Safe for concurrent use until it is
/// closed.
final class SealedFile implements AutoCloseable {
    private final String name;
    private final IndexInput sealed;
    private final PageCipher cipher;
    private final @Nullable PageCache cache;
    private final long contentBytes;
    private final long number;

    private SealedFile(String name, IndexInput sealed, PageCipher cipher, @Nullable PageCache cache)
            throws CorruptIndexException {
        this.name = name;
        this.sealed = sealed;
        this.cipher = cipher;
        this.cache = cache;
        this.contentBytes = PageFormat.contentBytes(sealed.length(), name);
        this.number = cache == null ? 0 : cache.newFile();
    }

    /// Takes over `sealed`, and closes it when it is no sealed file.
    ///
    /// @param cache where its pages are kept, or null when each is read once
    static SealedFile open(String name, IndexInput sealed, SecretKey indexKey, @Nullable PageCache cache)
            throws IOException {
        try {
            if (sealed.length() < PageFormat.HEADER_BYTES || sealed.readByte() != PageFormat.VERSION) {
                throw new CorruptIndexException("not a sealed file of a version that is known here", name);
            }
            byte[] salt = new byte[PageFormat.SALT_BYTES];
            sealed.readBytes(salt, 0, salt.length);
            return new SealedFile(name, sealed, PageCipher.of(indexKey, salt), cache);
        } catch (IOException | RuntimeException e) {
            sealed.close();
            throw e;
        }
    }

    String name() {
        return name;
    }

    long contentBytes() {
        return contentBytes;
    }

    /// A page that is within the file. Nobody changes the array.
    byte[] page(long page) throws IOException {
        return cache == null ? load(page) : cache.get(number, page, this::load);
    }

    private byte[] load(long page) throws IOException {
        long start = PageFormat.position(page);
        byte[] bytes = new byte[(int) Math.min(PageFormat.SEALED_PAGE_BYTES, sealed.length() - start)];
        // A clone has a position of its own, so that others may read at the same time.
        IndexInput from = sealed.clone();
        from.seek(start);
        from.readBytes(bytes, 0, bytes.length);
        boolean last = page == PageFormat.pages(contentBytes) - 1;
        return cipher.open(new PageCipher.Place(page, last), bytes, name);
    }

    @Override
    public void close() throws IOException {
        sealed.close();
    }
}
