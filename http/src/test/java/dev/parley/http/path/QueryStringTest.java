package dev.parley.http.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QueryStringTest {
    @Test
    void readsNamesAndValues() {
        assertThat(QueryString.decode("a=1&b=&c&a=2&&%61=3"))
                .isEqualTo(Map.of("a", List.of("1", "2", "3"), "b", List.of(""), "c", List.of("")));
        assertThat(QueryString.decode("")).isEmpty();
        assertThat(QueryString.decode("a=b=c&d=%26%3D")).isEqualTo(Map.of("a", List.of("b=c"), "d", List.of("&=")));
    }

    @Test
    void boundsTheNumberOfParameters() {
        assertThat(QueryString.decode("a=1&".repeat(QueryString.MAX_PARAMETERS)).get("a"))
                .hasSize(QueryString.MAX_PARAMETERS);
        assertThatThrownBy(() -> QueryString.decode("a=1&".repeat(QueryString.MAX_PARAMETERS + 1)))
                .isInstanceOf(MalformedPathException.class);
    }
}
