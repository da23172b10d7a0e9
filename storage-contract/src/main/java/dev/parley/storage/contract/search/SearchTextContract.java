package dev.parley.storage.contract.search;

import static dev.parley.storage.contract.search.SearchIndexContract.document;
import static dev.parley.storage.contract.search.SearchIndexContract.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.parley.core.id.TenantId;
import dev.parley.storage.contract.Fixtures;
import dev.parley.storage.search.SearchHit;
import dev.parley.storage.search.SearchHit.Run;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// All words must occur, quoted ones side by side, whatever their case, accents and English endings; nothing else
/// in a query means anything, and no query fails.
public interface SearchTextContract extends SearchIndexContract {
    @Test
    default void findsWhereAllWordsOccur() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "the quick brown fox"), document("d2", 2, "a brown bear; quick!"));
        assertThat(found(tenant, "brown quick")).containsExactly("d2", "d1");
        assertThat(found(tenant, "quick fox")).containsExactly("d1");
        assertThat(found(tenant, "fox bear")).isEmpty();
    }

    @Test
    default void findsPhrases() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "brown fox, quick"), document("d2", 2, "quick brown fox"));
        assertThat(found(tenant, "\"quick brown\"")).containsExactly("d2");
        assertThat(found(tenant, "\"brown fox\" quick")).containsExactly("d2", "d1");
        assertThat(found(tenant, "\"fox brown\"")).isEmpty();
        assertThat(found(tenant, "\"fox brown"))
                .as("a quote that is never closed")
                .hasSize(2);
    }

    @Test
    default void looksPastCaseAccentsAndEnglishEndings() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "Zoë's CAFÉ serves Foxes"));
        for (String text : List.of("zoe", "ZOË", "cafe", "Café", "fox", "foxes", "serve cafe", "CAFE\u0301")) {
            assertThat(found(tenant, text)).as(text).containsExactly("d1");
        }
    }

    @Test
    default void findsInAnyScript() {
        TenantId tenant = Fixtures.freshTenant();
        put(
                tenant,
                document("ru", 1, "Быстрая лисица"),
                document("zh", 2, "敏捷的狐狸跳过了懒狗"),
                document("ar", 3, "الثعلب السريع"),
                document("el", 4, "ΓΡΉΓΟΡΗ αλεπού"));
        assertThat(found(tenant, "лисица")).containsExactly("ru");
        assertThat(found(tenant, "狐狸")).containsExactly("zh");
        assertThat(found(tenant, "الثعلب")).containsExactly("ar");
        assertThat(found(tenant, "γρήγορη")).containsExactly("el");
    }

    @Test
    default void findsNothingForATextWithoutWords() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox * ? ..."));
        for (String text : List.of("", " ", "\"\"", "\" \"", "*", "...", "?!", "\t\n", "\u0000", "\uD800")) {
            assertThat(found(tenant, text)).as(text).isEmpty();
        }
    }

    @Test
    default void takesNoPartOfAQueryForSyntax() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox"), document("d2", 2, "fox or not"));
        for (String text : List.of(
                "fo*", "f?x", "fo~1", "/fo./", "*:*", "text:owl", "[a TO z]", "-fox owl", "fax~2", "{fox TO fox}")) {
            assertThat(found(tenant, text)).as(text).doesNotContain("d1");
        }
        assertThat(found(tenant, "(fox)")).hasSize(2);
        assertThat(found(tenant, "fox^9")).isEmpty();
        assertThat(found(tenant, "fox OR owl")).isEmpty();
        assertThat(found(tenant, "NOT fox OR")).containsExactly("d2");
    }

    @Test
    default void survivesAnyText() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox"));
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String alphabet = "fox \"\"\"()[]{}+-!*?:^~/\\&|<>'=%$\t\n\u0000\uD83D\uDE00\uFFFFéß狐\u202E\u0301.,;#@";
        for (int i = 0; i < 300; i++) {
            String text = random.ints(random.nextInt(200), 0, alphabet.length())
                    .mapToObj(at -> String.valueOf(alphabet.charAt(at)))
                    .collect(Collectors.joining());
            assertThatCode(() -> found(tenant, text))
                    .as("seed %d: %s", seed, text)
                    .doesNotThrowAnyException();
        }
        for (String text : List.of(
                "fox ".repeat(20_000),
                "\"" + "fox ".repeat(20_000) + "\"",
                "\"fox\" ".repeat(10_000),
                "x".repeat(100_000),
                "狐".repeat(20_000),
                "\"".repeat(50_000),
                "e-".repeat(20_000))) {
            assertThatCode(() -> found(tenant, text)).doesNotThrowAnyException();
        }
    }

    @Test
    default void takesAnyTextIn() {
        TenantId tenant = Fixtures.freshTenant();
        put(
                tenant,
                document("d1", 1, "\uD800 lone fox \uDC00"),
                document("d2", 2, "\u0000 fox \uFFFF"),
                document("d3", 3, "x".repeat(60_000) + " fox"),
                document("d4", 4, ""));
        assertThat(found(tenant, "fox")).containsExactly("d3", "d2", "d1");
    }

    @Test
    default void highlightsWhatMatched() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "A fox met other Foxes."));
        assertThat(highlights(tenant, "fox"))
                .containsExactly(List.of(
                        new Run("A ", false),
                        new Run("fox", true),
                        new Run(" met other ", false),
                        new Run("Foxes", true),
                        new Run(".", false)));
        assertThat(highlights(tenant, "\"a fox\" met").stream()
                        .flatMap(List::stream)
                        .filter(Run::match)
                        .map(Run::text)
                        .collect(Collectors.joining(" ")))
                .isEqualTo("A fox met");
    }

    /// Passages are runs of the text itself: nothing in it is markup, and nothing is added.
    @Test
    default void highlightsNeverAddToTheText() {
        TenantId tenant = Fixtures.freshTenant();
        String text = "<b>fox</b> <script>alert(\"fox\")</script> &amp; fox \uD83E\uDD8A </em>fox";
        put(tenant, document("d1", 1, text));
        List<List<Run>> passages = highlights(tenant, "fox");
        assertThat(passages).isNotEmpty();
        for (List<Run> passage : passages) {
            assertThat(passage).allSatisfy(run -> assertThat(run.text()).isNotEmpty());
            assertThat(text).contains(passage.stream().map(Run::text).collect(Collectors.joining()));
            assertThat(passage).filteredOn(Run::match).extracting(Run::text).containsOnly("fox");
        }
    }

    @Test
    default void highlightsAreFewAndShortInALongText() {
        TenantId tenant = Fixtures.freshTenant();
        put(tenant, document("d1", 1, "fox ".repeat(15_000)), document("d2", 2, "word ".repeat(12_000) + "fox"));
        for (SearchHit hit : search().search(tenant, INDEX, query("fox")).hits()) {
            assertThat(hit.highlights()).hasSizeBetween(1, 3).allSatisfy(passage -> {
                assertThat(passage.stream().mapToInt(run -> run.text().length()).sum())
                        .isLessThan(1000);
                assertThat(passage).anyMatch(Run::match);
            });
        }
    }

    private List<List<Run>> highlights(TenantId tenant, String text) {
        return search().search(tenant, INDEX, query(text)).hits().getFirst().highlights();
    }
}
