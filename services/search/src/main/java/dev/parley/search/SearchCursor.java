package dev.parley.search;

import dev.parley.core.problem.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// The cursor that clients carry: the index's own in base64url, so that nobody reads or builds one. It needs no
/// signature: where a page begins is all that it says, and every page is filtered anew.
final class SearchCursor {
    /// Longest cursor that is read, in characters.
    static final int MAX_LENGTH = 500;

    private SearchCursor() {}

    static String wrap(String indexCursor) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(indexCursor.getBytes(StandardCharsets.UTF_8));
    }

    /// @throws dev.parley.core.problem.ProblemException `validation-failed` when it is none of ours
    static String unwrap(String cursor) {
        try {
            return new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw ProblemType.VALIDATION_FAILED.because("the cursor is none that was given out here");
        }
    }
}
