package dev.parley.storage.embedded.sealed;

import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.lucene.store.BufferedChecksum;
import org.apache.lucene.store.IndexOutput;

/// Seals a file page by page as Lucene writes it. Holds one page in memory.
final class SealedIndexOutput extends IndexOutput {
    private final IndexOutput sealed;
    private final PageCipher cipher;
    private final BufferedChecksum checksum = new BufferedChecksum(new CRC32());
    private final byte[] page = new byte[PageFormat.PAGE_BYTES];
    private final byte[] sealedPage = new byte[PageFormat.SEALED_PAGE_BYTES];
    private int filled;
    private long pages;
    private boolean closed;

    /// @param sealed behind its header
    SealedIndexOutput(IndexOutput sealed, PageCipher cipher) {
        super("sealed " + sealed, sealed.getName());
        this.sealed = sealed;
        this.cipher = cipher;
    }

    @Override
    public void writeByte(byte value) throws IOException {
        makeRoom();
        page[filled++] = value;
        checksum.update(value);
    }

    @Override
    public void writeBytes(byte[] bytes, int offset, int length) throws IOException {
        int done = 0;
        while (done < length) {
            makeRoom();
            int taking = Math.min(length - done, page.length - filled);
            System.arraycopy(bytes, offset + done, page, filled, taking);
            filled += taking;
            done += taking;
        }
        checksum.update(bytes, offset, length);
    }

    /// A full page is sealed only when more comes: the last one is sealed as the last.
    private void makeRoom() throws IOException {
        if (filled == page.length) {
            writePage(false);
        }
    }

    private void writePage(boolean last) throws IOException {
        int length = cipher.seal(new PageCipher.Place(pages, last), page, filled, sealedPage);
        sealed.writeBytes(sealedPage, 0, length);
        pages++;
        filled = 0;
    }

    @Override
    public long getFilePointer() {
        return pages * PageFormat.PAGE_BYTES + filled;
    }

    @Override
    public long getChecksum() {
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (IndexOutput closing = sealed) {
            writePage(true);
        }
    }
}
