package dev.parley.auth;

import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// A user name. Compatibility forms are replaced first (NFKC: full-width `ａｌｉｃｅ` is `alice`), then only ASCII
/// letters, digits, `.`, `_` and `-` are left to be accepted, so that no two names can look alike by another
/// script, an invisible character or a change of direction.
///
/// @param shown 3 to 32 characters, as chosen
/// @param key the same in lower case: what must be unique and what is searched for
record UserName(String shown, String key) {
    /// Most characters that are looked at, before compatibility forms are replaced.
    static final int MAX_TYPED = 64;

    private static final Pattern ACCEPTED = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,31}");

    /// Empty when `typed` cannot be a user name.
    static Optional<UserName> parse(String typed) {
        if (typed.length() > 2 * MAX_TYPED) {
            return Optional.empty();
        }
        String shown = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        return ACCEPTED.matcher(shown).matches()
                ? Optional.of(new UserName(shown, shown.toLowerCase(Locale.ROOT)))
                : Optional.empty();
    }
}
