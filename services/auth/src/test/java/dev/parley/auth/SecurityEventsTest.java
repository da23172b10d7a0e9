package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds `docs/spec/security-events.md` to the events that auth tells, and these to the OWASP vocabulary.
class SecurityEventsTest {
    private static final Pattern EVENT =
            Pattern.compile("\"((?:authn|authz|privilege|session|user|excess|malicious|oauth)(?:\\.[a-z_-]+)+)\"");
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z_.-]+)` \\| (?:`([a-z_]+)` )?\\| [^|]+ \\|$");
    /// Of OWASP's sections on authentication, authorization, limits, attacks, privileges, sessions and users.
    private static final Set<String> VOCABULARY = Set.of(
            "authn_login_success",
            "authn_login_successafterfail",
            "authn_login_fail",
            "authn_login_fail_max",
            "authn_login_lock",
            "authn_password_change",
            "authn_password_change_fail",
            "authn_impossible_travel",
            "authn_token_created",
            "authn_token_revoked",
            "authn_token_reuse",
            "authn_token_delete",
            "authz_fail",
            "authz_change",
            "authz_admin",
            "excess_rate_limit_exceeded",
            "malicious_excess_404",
            "malicious_extraneous",
            "malicious_attack_tool",
            "malicious_cors",
            "malicious_direct_reference",
            "privilege_permissions_changed",
            "session_created",
            "session_renewed",
            "session_expired",
            "session_use_after_expire",
            "user_created",
            "user_updated",
            "user_archived",
            "user_deleted");

    @Test
    void everyEventStandsInTheTable() throws IOException {
        assertThat(table().keySet()).containsExactlyInAnyOrderElementsOf(told());
    }

    @Test
    void everyWordIsOneOfOwasps() throws IOException {
        table().forEach((event, word) -> {
            if (!word.isEmpty()) {
                assertThat(VOCABULARY).as(event).contains(word);
                assertThat(words(event)).as("begins with its word").startsWith(word);
            }
        });
    }

    /// Where there is a word, it is used.
    @Test
    void noEventHidesAWord() throws IOException {
        table().forEach((event, word) -> {
            if (word.isEmpty()) {
                assertThat(VOCABULARY).as(event).noneMatch(known -> (words(event) + "_").startsWith(known + "_"));
            }
        });
    }

    /// As the audit log takes them: it refuses what does not match, and such an event would be lost.
    @Test
    void everyEventIsOneThatTheAuditLogTakes() throws IOException {
        assertThat(told()).allMatch(event -> event.matches("[a-z][a-z0-9.-]{0,63}"));
    }

    private static String words(String event) {
        return event.replace('.', '_').replace('-', '_');
    }

    private static Map<String, String> table() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        for (String line : Files.readAllLines(root().resolve("docs/spec/security-events.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                String word = row.group(2);
                rows.put(row.group(1), word == null ? "" : word);
            }
        }
        return rows;
    }

    private static Set<String> told() throws IOException {
        Set<String> events = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(root().resolve("services/auth/src/main/java"))) {
            for (Path source :
                    sources.filter(file -> file.toString().endsWith(".java")).toList()) {
                Matcher event = EVENT.matcher(Files.readString(source));
                while (event.find()) {
                    events.add(event.group(1));
                }
            }
        }
        return events;
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("services/auth/pom.xml"))) {
            folder = Objects.requireNonNull(folder.getParent(), "tests run within the repository");
        }
        return folder;
    }
}
