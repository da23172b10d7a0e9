package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangeHeaderTest {
    /// The examples of RFC 9110 §14.1.2, for a representation of 10,000 bytes.
    @ParameterizedTest
    @CsvSource({
        "bytes=0-499,0,499",
        "bytes=500-999,500,999",
        "bytes=-500,9500,9999",
        "bytes=9500-,9500,9999",
        "bytes=0-0,0,0",
        "bytes=-1,9999,9999",
        "bytes=0-,0,9999",
        "bytes=0-99999,0,9999",
        "bytes=-99999,0,9999",
        "bytes=9999-9999,9999,9999"
    })
    void resolvesASingleRange(String header, long first, long last) {
        RangeHeader range = RangeHeader.parse(header, 10_000).orElseThrow();

        assertThat(range).isEqualTo(new RangeHeader(first, last, 10_000));
        assertThat(range.size()).isEqualTo(last - first + 1);
        assertThat(range.contentRange()).isEqualTo("bytes " + first + "-" + last + "/10000");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bytes",
                "bytes=",
                "bytes=-",
                "bytes=a-b",
                "bytes=5-3",
                "bytes=0-1,3-4",
                "items=0-1",
                "bytes=+1-2",
                "bytes=\u0661-\u0662",
                "bytes=99999999999999999999-"
            })
    void ignoresWhatAServerMayIgnore(String header) {
        assertThat(RangeHeader.parse(header, 10_000)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=10000-", "bytes=10000-10001", "bytes=-0", "bytes=999999999999999999-"})
    void refusesARangeOutside(String header) {
        assertThatThrownBy(() -> RangeHeader.parse(header, 10_000))
                .isInstanceOf(ProblemException.class)
                .extracting(e -> ((ProblemException) e).type().status())
                .isEqualTo(416);
    }

    @Test
    void refusesAnyRangeOfNothing() {
        assertThatThrownBy(() -> RangeHeader.parse("bytes=0-", 0)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> RangeHeader.parse("bytes=-5", 0)).isInstanceOf(ProblemException.class);
        assertThat(RangeHeader.unsatisfied(0)).isEqualTo("bytes */0");
    }
}
