package dev.parley.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.e2e.Http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SharedPlatform.class)
class DocumentationTest {
    private static final Pattern LINK = Pattern.compile("(?:src|href)=\"((?!data:)[^\"]+)\"");

    private final RunningPlatform platform;

    DocumentationTest(RunningPlatform platform) {
        this.platform = platform;
    }

    @Test
    void thePageLoadsNothingFromElsewhereAndAllThatItLoadsIsThere() {
        Reply page = Http.get(platform.gateway("/documentation")).expect(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        Matcher links = LINK.matcher(page.text());
        List<String> loaded = new ArrayList<>();
        while (links.find()) {
            loaded.add(links.group(1));
        }
        assertThat(loaded)
                .isNotEmpty()
                .allSatisfy(link -> Http.get(platform.gateway("/documentation").resolve(link))
                        .expect(200));
        assertThat(loaded).noneSatisfy(link -> assertThat(link).contains("://"));
    }

    @Test
    void everyServiceHasItsDocument() {
        for (String service : List.of("gateway", "auth", "compliance", "crypto", "messaging", "media", "search")) {
            JsonNode document = Http.get(platform.gateway("/documentation/" + service + ".json"))
                    .expect(200)
                    .json();
            assertThat(document.path("openapi").asText()).as(service).startsWith("3.1");
            assertThat(document.path("paths").size()).as(service).isPositive();
        }
        assertThat(Http.get(platform.gateway("/documentation/nothing.json"))
                        .expect(404)
                        .problemCode())
                .isEqualTo("not-found");
    }
}
