package dev.parley.storage.cluster.elasticsearch;

import java.nio.ByteBuffer;
import java.util.Base64;

/// Where a page ended: rank and hashed id of its last hit.
///
/// As text it carries a tag over both and the query's text, so that nothing but what was given out for this tenant,
/// index and text is taken. The filter is not bound: what somebody may see can change between two pages.
record PageCursor(long rank, String hashedId) {
    private static final int ID_BYTES = 16;
    private static final int TAG_BYTES = 8;

    String encode(IndexSeal seal, String query) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(Long.BYTES + ID_BYTES + TAG_BYTES)
                        .putLong(rank)
                        .put(Base64.getUrlDecoder().decode(hashedId))
                        .put(seal.tag(tagged(query)))
                        .array());
    }

    /// @throws IllegalArgumentException when it was not given out for this query
    static PageCursor decode(IndexSeal seal, String query, String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (bytes.length != Long.BYTES + ID_BYTES + TAG_BYTES) {
            throw new IllegalArgumentException("not a cursor");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        long rank = buffer.getLong();
        byte[] id = new byte[ID_BYTES];
        buffer.get(id);
        byte[] tag = new byte[TAG_BYTES];
        buffer.get(tag);
        PageCursor cursor =
                new PageCursor(rank, Base64.getUrlEncoder().withoutPadding().encodeToString(id));
        if (!seal.isTag(tag, cursor.tagged(query))) {
            throw new IllegalArgumentException("not a cursor of this query");
        }
        return cursor;
    }

    private String tagged(String query) {
        return rank + " " + hashedId + " " + query;
    }
}
