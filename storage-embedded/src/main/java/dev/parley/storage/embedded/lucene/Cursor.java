package dev.parley.storage.embedded.lucene;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Where a page ended: rank and id of its last hit.
record Cursor(long rank, String id) {
    String encode() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((rank + " " + id).getBytes(StandardCharsets.UTF_8));
    }

    /// @throws IllegalArgumentException when this is no cursor of ours
    static Cursor decode(String text) {
        String plain = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int space = plain.indexOf(' ');
        if (space < 1) {
            throw new IllegalArgumentException("not a cursor");
        }
        return new Cursor(Long.parseLong(plain.substring(0, space)), plain.substring(space + 1));
    }
}
