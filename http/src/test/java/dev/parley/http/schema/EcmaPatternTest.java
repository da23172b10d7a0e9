package dev.parley.http.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EcmaPatternTest {
    @ParameterizedTest
    @CsvSource({
        "^[a-z]+$,abc,true",
        "^[a-z]+$,'abc\n',false",
        "^[a-z]+$,'abc\r\n',false",
        "a|b$,'b\n',false",
        "^\\$5$,$5,true",
        "^[$]$,$,true",
        "^[[]$,[,true",
        "^[a&&b]+$,a&b,true",
        "^[^\\]]$,a,true",
        "^[^\\]]$,],false",
        "^\\d{4}$,2026,true",
        "^\\d{4}$,\u0662\u0660\u0662\u0666,false",
        "b,abc,true"
    })
    void readsPatternsAsEcmaScriptDoes(String pattern, String text, boolean matches) {
        assertThat(EcmaPattern.compile(pattern).matcher(text).find()).isEqualTo(matches);
    }
}
