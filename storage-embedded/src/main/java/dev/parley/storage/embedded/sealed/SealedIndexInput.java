package dev.parley.storage.embedded.sealed;

import java.io.EOFException;
import java.io.IOException;
import java.util.Objects;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.RandomAccessInput;
import org.apache.lucene.util.BitUtil;

/// A sealed file, or a slice of one, as Lucene reads it. For one thread, as every `IndexInput`; its clones and
/// slices are for others.
final class SealedIndexInput extends IndexInput implements RandomAccessInput {
    private static final byte[] NOTHING = {};

    private final SealedFile file;
    private final boolean owner;

    /// Where this slice begins in the file, and how long it is.
    private final long start;

    private final long length;

    /// Where the next read begins, in the slice.
    private long position;

    /// The page at hand, and where it begins in the file.
    private byte[] page = NOTHING;

    private long pageStart;

    SealedIndexInput(SealedFile file) {
        this(file.name(), file, 0, file.contentBytes(), true);
    }

    private SealedIndexInput(String description, SealedFile file, long start, long length, boolean owner) {
        super(description);
        this.file = file;
        this.start = start;
        this.length = length;
        this.owner = owner;
    }

    @Override
    public byte readByte() throws IOException {
        byte value = readByte(position);
        position++;
        return value;
    }

    @Override
    public void readBytes(byte[] target, int offset, int count) throws IOException {
        requireWithin(position, count);
        int done = 0;
        while (done < count) {
            int at = inPage(position);
            int taking = Math.min(count - done, page.length - at);
            System.arraycopy(page, at, target, offset + done, taking);
            done += taking;
            position += taking;
        }
    }

    @Override
    public short readShort() throws IOException {
        short value = readShort(position);
        position += Short.BYTES;
        return value;
    }

    @Override
    public int readInt() throws IOException {
        int value = readInt(position);
        position += Integer.BYTES;
        return value;
    }

    @Override
    public long readLong() throws IOException {
        long value = readLong(position);
        position += Long.BYTES;
        return value;
    }

    @Override
    public byte readByte(long at) throws IOException {
        requireWithin(at, 1);
        // Not in one expression: finding the page changes it.
        int index = inPage(at);
        return page[index];
    }

    @Override
    public short readShort(long at) throws IOException {
        requireWithin(at, Short.BYTES);
        int index = inPage(at);
        return page.length - index >= Short.BYTES
                ? (short) BitUtil.VH_LE_SHORT.get(page, index)
                : (short) BitUtil.VH_LE_SHORT.get(acrossPages(at, Short.BYTES), 0);
    }

    @Override
    public int readInt(long at) throws IOException {
        requireWithin(at, Integer.BYTES);
        int index = inPage(at);
        return page.length - index >= Integer.BYTES
                ? (int) BitUtil.VH_LE_INT.get(page, index)
                : (int) BitUtil.VH_LE_INT.get(acrossPages(at, Integer.BYTES), 0);
    }

    @Override
    public long readLong(long at) throws IOException {
        requireWithin(at, Long.BYTES);
        int index = inPage(at);
        return page.length - index >= Long.BYTES
                ? (long) BitUtil.VH_LE_LONG.get(page, index)
                : (long) BitUtil.VH_LE_LONG.get(acrossPages(at, Long.BYTES), 0);
    }

    private byte[] acrossPages(long at, int count) throws IOException {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            int index = inPage(at + i);
            bytes[i] = page[index];
        }
        return bytes;
    }

    /// Takes the page of a position at hand.
    ///
    /// @return the index of the position in it
    private int inPage(long at) throws IOException {
        long inFile = start + at;
        long index = inFile - pageStart;
        if (index >= 0 && index < page.length) {
            return (int) index;
        }
        long number = inFile / PageFormat.PAGE_BYTES;
        page = file.page(number);
        pageStart = number * PageFormat.PAGE_BYTES;
        return (int) (inFile - pageStart);
    }

    private void requireWithin(long at, int count) throws EOFException {
        if (at < 0 || at + count > length) {
            throw new EOFException("read past EOF: " + this);
        }
    }

    @Override
    public long getFilePointer() {
        return position;
    }

    @Override
    public void seek(long to) throws IOException {
        if (to < 0 || to > length) {
            throw new EOFException("seek past EOF: " + this);
        }
        position = to;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public SealedIndexInput clone() {
        SealedIndexInput clone = new SealedIndexInput(toString(), file, start, length, false);
        clone.position = position;
        clone.page = page;
        clone.pageStart = pageStart;
        return clone;
    }

    @Override
    public IndexInput slice(String description, long offset, long count) {
        Objects.checkFromIndexSize(offset, count, length);
        return new SealedIndexInput(getFullSliceDescription(description), file, start + offset, count, false);
    }

    @Override
    public void close() throws IOException {
        if (owner) {
            file.close();
        }
    }
}
