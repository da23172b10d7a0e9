package dev.parley.core.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/// What somebody probably meant.
final class Spelling {
    private Spelling() {}

    /// `; did you mean "port"?` for the known word nearest to `word`, or nothing when none is near.
    static String hint(String word, Collection<String> known) {
        int reach = Math.max(2, word.length() / 3);
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= reach)
                .min(Comparator.comparingInt((String candidate) -> distance(word, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .map(candidate -> "; did you mean \"" + candidate + "\"?")
                .orElse("");
    }

    /// Levenshtein distance without regard to case: insertions, deletions and replacements.
    private static int distance(String first, String second) {
        String a = first.toLowerCase(Locale.ROOT);
        String b = second.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
