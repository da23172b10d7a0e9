package dev.parley.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ValidatorTest {
    private final Validator validator = new Validator("a".repeat(64));
    private final String tag = validator.entityTag();

    @Test
    void knowsItsTagInAList() {
        assertThat(validator.matchesAny(tag)).isTrue();
        assertThat(validator.matchesAny("\"x\" , W/" + tag + ", \"y,z\"")).isTrue();
        assertThat(validator.matchesAny(" * ")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"b\"", "*,*", "\"", "aaaa", "W/", "\"a", ","})
    void matchesNothingElse(String field) {
        assertThat(validator.matchesAny(field)).isFalse();
    }

    @Test
    void comparesStronglyForARange() {
        assertThat(validator.isSame(tag)).isTrue();
        assertThat(validator.isSame("W/" + tag)).isFalse();
        assertThat(validator.isSame("Sat, 29 Oct 1994 19:43:31 GMT")).isFalse();
    }
}
