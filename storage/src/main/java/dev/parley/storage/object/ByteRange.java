package dev.parley.storage.object;

/// @param offset first byte, from 0
/// @param length number of bytes, at least 0; more than there are is the same as up to the end
public record ByteRange(long offset, long length) {
    public static final ByteRange ALL = new ByteRange(0, Long.MAX_VALUE);

    public ByteRange {
        if (offset < 0 || length < 0) {
            throw new IllegalArgumentException("a range has no negative bounds");
        }
    }
}
