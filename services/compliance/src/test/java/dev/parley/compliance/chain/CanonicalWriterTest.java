package dev.parley.compliance.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.core.id.AuditRecordId;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.erdtman.jcs.JsonCanonicalizer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Our canonical form against the library of RFC 8785's author, and against the mapper that reads it again.
class CanonicalWriterTest {
    private final long seed = Long.getLong("seed", new Random().nextLong());
    private final Random random = new Random(seed);

    @Test
    void writesWhatTheLibraryOfTheRfcWrites() throws Exception {
        for (int i = 0; i < 3000; i++) {
            EntryContent content = content();
            String canonical = content.canonical();
            assertThat(canonical)
                    .as("seed %d", seed)
                    .isEqualTo(new JsonCanonicalizer(Json.text(content)).getEncodedString());
            assertThat(EntryContent.parse(canonical)).as("seed %d", seed).contains(content);
        }
    }

    @Test
    void hasNoFormForHalfSurrogatePairs() {
        for (String half :
                new String[] {"\uD83D", "\uDE00", "\uDE00\uD83D", "x\uD83D", "\uD83Dx", "\uD83D\uD83D\uDE00"}) {
            SortedMap<String, String> details = new TreeMap<>();
            details.put("half", half);
            assertThatThrownBy(() -> content(details).canonical()).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void readsNothingButTheCanonicalForm() {
        String canonical = content(new TreeMap<>()).canonical();
        assertThat(EntryContent.parse(canonical)).isPresent();
        for (String other : new String[] {
            "",
            "null",
            "[]",
            "{}",
            " " + canonical,
            canonical + "\n",
            canonical + canonical,
            canonical.replace(",", ", "),
            canonical.replace("\"v\":1", "\"v\":1.0"),
            canonical.replace("\"v\":1", "\"v\":2"),
            canonical.replace("\"v\":1", "\"v\":1,\"w\":1"),
            canonical.replace("\"v\":1", "\"v\":1,\"v\":1"),
            canonical.replace("\"v\":1", "\"v\":null"),
            canonical.replace("\"details\":{}", "\"details\":null"),
            canonical.replace("\"details\":{},", ""),
            canonical.replace("\"service\":\"auth\"", "\"service\":\"\\u0061uth\""),
            canonical.replace("\"service\":\"auth\"", "\"service\":\"\\ud83d\""),
            canonical.replace("\"service\":\"auth\"", "\"service\":7"),
            canonical.replace(".000Z", "Z"),
            canonical.replace("\"id\":\"aud_", "\"id\":\"usr_"),
            canonical.replace("\"outcome\":\"", "\"outcome\":\"x")
        }) {
            assertThat(EntryContent.parse(other)).as(other).isEmpty();
        }
    }

    private EntryContent content() {
        SortedMap<String, String> details = new TreeMap<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            details.put(text(8), text(40));
        }
        return content(details);
    }

    private EntryContent content(SortedMap<String, String> details) {
        boolean whole = random.nextBoolean();
        return new EntryContent(
                "action",
                details.isEmpty() ? "actor" : text(20),
                random.nextBoolean() ? random.nextLong(1L << 40) : null,
                details,
                new AuditRecordId("aud_01h455vb4pex5vsknk084sn02q"),
                Instant.ofEpochSecond(random.nextLong(1L << 35)),
                whole ? AuditOutcome.SUCCESS : random.nextBoolean() ? AuditOutcome.REFUSED : AuditOutcome.FAILURE,
                optional(text(30)),
                optional("key-destroyed"),
                AuditChain.ZERO_HASH,
                Instant.ofEpochSecond(random.nextLong(1L << 35)),
                whole ? new RequestId("req_01h455vb4pex5vsknk084sn02q") : null,
                details.isEmpty() ? "resource" : text(60),
                1 + random.nextLong(1L << 53),
                "auth",
                whole ? new UserId("usr_01h455vb4pex5vsknk084sn02q") : null,
                TenantId.DEFAULT,
                EntryContent.VERSION);
    }

    private @Nullable String optional(String text) {
        return random.nextBoolean() ? text : null;
    }

    /// Characters of all planes, more often those that JSON treats specially.
    private String text(int maxLength) {
        String special = "\"\\/\b\f\n\r\t\u0000\u001f\u007f\u0080\u2028\u2029\uFEFF\uFFFF{}[]:,";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
            switch (random.nextInt(4)) {
                case 0 -> text.append(special.charAt(random.nextInt(special.length())));
                case 1 -> text.append((char) random.nextInt(0x20, 0x7F));
                case 2 -> text.append((char) random.nextInt(0xD800));
                default -> text.appendCodePoint(random.nextInt(0x10000, 0x110000));
            }
        }
        String made = text.toString();
        return new String(made.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
