package dev.parley.auth.password;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Passwords that are tried first by everybody who guesses.
///
/// Most entries are shorter than a password may be, so a list of whole passwords alone would refuse hardly
/// anything. What is refused is a password made of nothing but one to three entries, whatever the case, with digits
/// and signs in the place of the letters they resemble, and with up to six more digits or signs behind:
/// `P@ssw0rd2024!`, `qwertyuiop123456`, `passwordpassword`. Beside that list stand the [LeakedPasswords]: of these
/// a password may be none, in the same sense, but for twice the same at most. Words stand among them, of which
/// people make good passphrases.
public final class CommonPasswords {
    private static final String RESOURCE = "common-passwords.txt";
    private static final int MAX_ENTRIES_IN_ONE = 3;
    private static final int MAX_TRAILING = 6;
    private static final String LOOKALIKES = "@4031!$57";
    private static final String LETTERS = "aaoeiisst";

    private final Set<String> entries;
    private final int longest;
    private final LeakedPasswords leaked = LeakedPasswords.bundled();

    private CommonPasswords(Set<String> entries) {
        this.entries = Set.copyOf(entries);
        this.longest = entries.stream().mapToInt(String::length).max().orElse(0);
    }

    /// The list that comes with the service.
    public static CommonPasswords bundled() {
        try (InputStream in = CommonPasswords.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + " is missing from the jar");
            }
            return of(new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .lines()
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param lines one entry each; empty ones and those that start with `#` are left out
    static CommonPasswords of(Iterable<String> lines) {
        Set<String> entries = new HashSet<>();
        for (String line : lines) {
            if (!line.isBlank() && !line.startsWith("#")) {
                entries.add(fold(line.strip()));
            }
        }
        return new CommonPasswords(entries);
    }

    /// How many there are, of those that can be put together and those that leaked.
    public int size() {
        return entries.size() + leaked.size();
    }

    /// Whether `password` is one of them, in the sense above.
    public boolean contains(String password) {
        String folded = fold(password);
        String core = withoutTrailing(folded);
        return isMadeOfEntries(folded)
                || isMadeOfEntries(core)
                || isMadeOfEntries(withLetters(folded))
                || isMadeOfEntries(withLetters(core))
                || hasLeaked(folded)
                || hasLeaked(core);
    }

    private boolean hasLeaked(String text) {
        return leaked.contains(text) || leaked.contains(withLetters(text)) || leaked.contains(withoutTwin(text));
    }

    /// Half of what is one text twice.
    private static String withoutTwin(String text) {
        String half = text.substring(0, text.length() / 2);
        return text.equals(half + half) ? half : text;
    }

    private boolean isMadeOfEntries(String text) {
        return !text.isEmpty() && isMadeOfEntries(text, 0, MAX_ENTRIES_IN_ONE);
    }

    private boolean isMadeOfEntries(String text, int from, int entriesLeft) {
        if (from == text.length()) {
            return true;
        }
        if (entriesLeft == 0) {
            return false;
        }
        for (int to = Math.min(text.length(), from + longest); to > from; to--) {
            if (entries.contains(text.substring(from, to)) && isMadeOfEntries(text, to, entriesLeft - 1)) {
                return true;
            }
        }
        return false;
    }

    static String fold(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC)
                .toLowerCase(Locale.ROOT)
                .replace(" ", "");
    }

    private static String withoutTrailing(String text) {
        int end = text.length();
        while (end > 0 && text.length() - end < MAX_TRAILING && !Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private static String withLetters(String text) {
        StringBuilder letters = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            int at = LOOKALIKES.indexOf(text.charAt(i));
            letters.append(at < 0 ? text.charAt(i) : LETTERS.charAt(at));
        }
        return letters.toString();
    }
}
