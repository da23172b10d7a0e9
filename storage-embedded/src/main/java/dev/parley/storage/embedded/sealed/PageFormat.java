package dev.parley.storage.embedded.sealed;

import org.apache.lucene.index.CorruptIndexException;

/// How a file lies on disk: a header, then its content in pages that are sealed one by one, so that a reader opens
/// only those it needs.
///
/// | bytes | content |
/// |---|---|
/// | 1 | version, 0x01 |
/// | 32 | salt, random |
/// | 8208 each | pages: 8192 bytes of content and their tag; the last one has 0 to 8192 |
///
/// The key of the file is HKDF-SHA-256 of the index key with the salt and the info `parley/index-file/v1`. A page
/// is AES-256-GCM under it; its nonce is seven zero bytes, the number of the page as a 32-bit big-endian integer,
/// and one byte that is 1 for the last page and else 0. No nonce comes twice, since each file has a key of its own
/// and is written once, from front to back. Pages can neither be exchanged nor cut off (STREAM; Hoang et al.,
/// CRYPTO 2015). That a file is the one which its name says is not sealed: Lucene writes the id of the segment into
/// each file and compares.
final class PageFormat {
    static final byte VERSION = 1;
    static final int SALT_BYTES = 32;
    static final int HEADER_BYTES = 1 + SALT_BYTES;
    static final int PAGE_BYTES = 8 << 10;
    static final int TAG_BYTES = 16;
    static final int SEALED_PAGE_BYTES = PAGE_BYTES + TAG_BYTES;

    private PageFormat() {}

    /// How many pages a file of this length has: an empty one has one, so that it cannot be made of another by
    /// cutting.
    static long pages(long contentBytes) {
        return Math.max(1, (contentBytes + PAGE_BYTES - 1) / PAGE_BYTES);
    }

    /// Length of the content of a file that is so long on disk.
    ///
    /// @param name for the message
    /// @throws CorruptIndexException when no file is
    static long contentBytes(long fileBytes, String name) throws CorruptIndexException {
        long sealed = fileBytes - HEADER_BYTES;
        long rest = sealed % SEALED_PAGE_BYTES;
        boolean shorterThanATag = rest != 0 && rest < TAG_BYTES;
        // A page with nothing in it is the only one of an empty file.
        boolean emptyPageBehindOthers = rest == TAG_BYTES && sealed > TAG_BYTES;
        if (sealed < TAG_BYTES || shorterThanATag || emptyPageBehindOthers) {
            throw new CorruptIndexException("a sealed file is not " + fileBytes + " bytes long", name);
        }
        long full = sealed / SEALED_PAGE_BYTES;
        return full * PAGE_BYTES + (rest == 0 ? 0 : rest - TAG_BYTES);
    }

    /// Where a page begins on disk.
    static long position(long page) {
        return HEADER_BYTES + page * SEALED_PAGE_BYTES;
    }
}
