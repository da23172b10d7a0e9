package dev.parley.search;

import static dev.parley.search.RunningSearch.q;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.core.id.ConversationId;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostileQueryTest {
    @TempDir
    private static Path folder;

    private static RunningSearch search;

    @BeforeAll
    static void start() {
        search = new RunningSearch(folder);
        ConversationId conversation = search.room.open(search.ada);
        search.room.say(conversation, search.ada, "ordinary words", "more of them");
        search.awaitIndexed();
    }

    @AfterAll
    static void stop() {
        search.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "?",
                "*:*",
                "a*",
                "?rdinary",
                "~",
                "ordinary~2",
                "^",
                "ordinary^1000000",
                "-",
                "+",
                "-ordinary",
                "!",
                "!ordinary",
                "NOT",
                "NOT ordinary",
                "AND",
                "OR",
                "AND OR NOT",
                "ordinary AND",
                "||",
                "&&",
                "(",
                ")",
                "((((((",
                "()",
                "[a TO z]",
                "{a TO z}",
                "[",
                "]",
                "{",
                "}",
                "\"",
                "\"\"",
                "\"\"\"",
                "\"ordinary",
                "ordinary\"",
                "\"ordinary words\"~5",
                "\\",
                "\\\\",
                "\\\"",
                "/",
                "/.*/",
                "//",
                "/(a+)+$/",
                ":",
                "conversationId:x",
                "text:ordinary",
                "_all:x",
                "marker:1",
                "filled",
                "' OR 1=1 --",
                "<script>",
                "{{7*7}}",
                "${jndi:ldap://x/a}",
                "%",
                "%00",
                "%s%s%n",
                "undefined",
                "null",
                "NaN",
                "1e309",
                "-1",
                "0x0",
                "the",
                "and or not",
                "a",
                "\u00A0",
                "\u3000",
                "\uFEFF",
                "\u200B",
                "\u202E",
                "e\u0301",
                "ﬁ",
                "ﷺ",
                "İ",
                "ß",
                "日本語",
                "مرحبا",
                "😀",
                "👩‍👩‍👧‍👦",
                "Z̤͔ͧ̑̓ä͖̭̈̇lͮ̒ͫǧ̗͚̚o̙̔ͮ̇͐̇",
                "́",
                "\uFFFD",
                "\uFFFF",
                "\uDBFF\uDFFF"
            })
    void anyTextIsAValidQuery(String text) throws Exception {
        HttpResponse<byte[]> response = search.get(search.ada, q(text));

        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(200);
    }

    @Test
    void longTextsOfOneKindAreValidToo() throws Exception {
        for (String piece : new String[] {"a", "a ", "\"", "\" ", "(", "*", "é", "😀", "ordinary ", "\"a b\" "}) {
            String text = piece.repeat(256);
            int end = text.offsetByCodePoints(0, Math.min(256, text.codePointCount(0, text.length())));

            HttpResponse<byte[]> response = search.get(search.ada, q(text.substring(0, end)));

            assertThat(response.statusCode()).as(piece).isEqualTo(200);
        }
    }

    @Test
    void randomTextsNeverBreakIt() throws Exception {
        long seed = Long.getLong("cases.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            StringBuilder text = new StringBuilder();
            for (int n = 1 + random.nextInt(40); n > 0; n--) {
                boolean syntax = random.nextInt(3) == 0;
                int c = syntax ? "\"\\*?:+-&|!(){}[]^~/ ".charAt(random.nextInt(19)) : random.nextInt(0x20, 0x2FFFF);
                text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 'x' : c);
            }
            HttpResponse<byte[]> response = search.get(search.ada, q(text.toString()));
            // The kit refuses some characters in a URI; search itself refuses none.
            assertThat(response.statusCode())
                    .as("cases.seed=%d: %s", seed, text)
                    .isIn(200, 400);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "q=",
                "",
                "q=a&q=b",
                "q=a&limit=0",
                "q=a&limit=101",
                "q=a&limit=x",
                "q=a&limit=99999999999999999999",
                "q=a&limit=-1",
                "q=a&conversationId=x",
                "q=a&conversationId=usr_01h455vb4pex5vsknk084sn02q",
                "q=a&cursor=",
                "q=a&cursor=%21%21",
                "q=a&other=1",
                "q=%FF%FE",
                "q=%ED%A0%80",
                "q=%00"
            })
    void refusesWhatTheContractDoesNotAllow(String query) throws Exception {
        HttpResponse<byte[]> response = search.get(search.ada, query);

        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(400);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "0", "-1", "1,2,3", "{}", "[]", "null", "9223372036854775808:a", "a:b:c", "\u0000"})
    void refusesCursorsThatItDidNotGiveOut(String forged) throws Exception {
        String cursor = Base64.getUrlEncoder().withoutPadding().encodeToString(("x" + forged).getBytes());

        HttpResponse<byte[]> response = search.get(search.ada, "q=ordinary&cursor=" + cursor);

        assertThat(response.statusCode()).as(new String(response.body())).isEqualTo(400);
    }

    @Test
    void refusesATextThatIsTooLong() throws Exception {
        assertThat(search.get(search.ada, q("a".repeat(257))).statusCode()).isEqualTo(400);
    }
}
