package dev.parley.storage.text;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/// Words as they are searched: by Unicode word boundaries (UAX #29), without regard to case and accents, English
/// words by their stem.
public final class TextAnalyzer extends Analyzer {
    @Override
    protected TokenStreamComponents createComponents(String field) {
        Tokenizer words = new StandardTokenizer();
        TokenStream folded =
                new ASCIIFoldingFilter(new LowerCaseFilter(new ComposedFilter(new EnglishPossessiveFilter(words))));
        return new TokenStreamComponents(words, new KStemFilter(folded));
    }

    @Override
    protected TokenStream normalize(String field, TokenStream in) {
        return new ASCIIFoldingFilter(new LowerCaseFilter(new ComposedFilter(in)));
    }
}
