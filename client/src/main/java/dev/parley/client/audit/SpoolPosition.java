package dev.parley.client.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/// A place in a spool: the byte `offset` of the segment with this number.
record SpoolPosition(long segment, long offset) {
    private static final int BODY_BYTES = 2 * Long.BYTES;
    private static final int FILE_BYTES = BODY_BYTES + Integer.BYTES;

    static final SpoolPosition START = new SpoolPosition(0, 0);

    /// Overwrites the file in one write of 20 bytes. It is not synced: after a power cut an older position, or
    /// none, only means that records are sent again, and the log adds a record once.
    void write(RandomAccessFile file) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(FILE_BYTES).putLong(segment).putLong(offset);
        bytes.putInt(crc(bytes.array()));
        file.seek(0);
        file.write(bytes.array());
    }

    /// Empty when the file is new, torn or changed.
    static Optional<SpoolPosition> read(RandomAccessFile file) throws IOException {
        if (file.length() != FILE_BYTES) {
            return Optional.empty();
        }
        byte[] bytes = new byte[FILE_BYTES];
        file.seek(0);
        file.readFully(bytes);
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        SpoolPosition position = new SpoolPosition(buffer.getLong(), buffer.getLong());
        return buffer.getInt() == crc(bytes) && position.offset >= 0 ? Optional.of(position) : Optional.empty();
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, BODY_BYTES);
        return (int) crc.getValue();
    }
}
