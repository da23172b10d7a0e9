package dev.parley.storage.text;

import java.io.IOException;
import java.text.Normalizer;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// Words in Unicode's composed form (NFC, UAX #15): an accent typed as a character of its own, as some keyboards
/// and file systems do, is the same letter as the one in a single character.
final class ComposedFilter extends TokenFilter {
    /// Below the first combining character everything is composed.
    private static final char FIRST_COMBINING = 0x300;

    private final CharTermAttribute word = addAttribute(CharTermAttribute.class);

    ComposedFilter(TokenStream input) {
        super(input);
    }

    @Override
    public boolean incrementToken() throws IOException {
        if (!input.incrementToken()) {
            return false;
        }
        if (word.chars().anyMatch(each -> each >= FIRST_COMBINING)
                && !Normalizer.isNormalized(word, Normalizer.Form.NFC)) {
            String composed = Normalizer.normalize(word, Normalizer.Form.NFC);
            word.setEmpty().append(composed);
        }
        return true;
    }
}
