package dev.parley.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.auth.Tokens;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The client library before the real service, as another program uses it.
class JavaClientExampleTest {
    private static final Path GUIDE = Path.of("../../docs/guides/java-client.md");
    private static final Path EXAMPLE = Path.of("src/test/java/dev/parley/auth/JavaClientExample.java");

    @TempDir
    Path folder;

    private Fixture fixture;
    private AuthServer server;
    private JavaClientExample example;

    @BeforeEach
    void open() {
        fixture = new Fixture(folder);
        // The library goes by the system's clock; so must the service.
        fixture.clock.advance(Duration.between(Fixture.START, Instant.now()));
        server = new AuthServer(fixture);
        example = new JavaClientExample(Secret.of(new byte[32]), server.uri(""));
    }

    @AfterEach
    void close() {
        example.close();
        server.close();
        fixture.close();
    }

    private static String text(Tokens tokens) {
        return new String(tokens.accessToken().reveal(), StandardCharsets.US_ASCII);
    }

    private static Caller.User caller(Caller caller) {
        return (Caller.User) caller;
    }

    @Test
    void tellsWhoHoldsAToken() {
        assertThat(example.nameOf(text(fixture.signUp("ada")))).isEqualTo("Display of ada");
        assertThat(example.nameOf(server.serviceTokens.mint("messaging", "billing", TenantId.DEFAULT)))
                .isEqualTo("the service messaging");
    }

    @Test
    void refusesWhatIsNoTokenAndWhatIsMeantForAnother() {
        for (String token :
                new String[] {"nonsense", server.serviceTokens.mint("messaging", "crypto", TenantId.DEFAULT)}) {
            assertRefused(token);
        }
    }

    @Test
    void refusesATokenSoonAfterItsSessionHasEnded() {
        Tokens tokens = fixture.signUp("ada");
        String token = text(tokens);
        Caller.User user = caller(example.client().authenticate(token));
        assertThat(example.client().isSignedIn(user)).isTrue();
        assertThatCode(example.client()::check).doesNotThrowAnyException();

        fixture.auth.sessions().logOut(user);

        Awaitility.await().until(() -> !example.client().isSignedIn(user));
        assertRefused(token);
    }

    @Test
    void isShownInTheGuideWordForWord() throws Exception {
        String source = Files.readString(EXAMPLE);
        String shown = source.substring(
                        source.indexOf("// guide: begin\n") + "// guide: begin\n".length(),
                        source.indexOf("    // guide: end"))
                .stripTrailing()
                .stripIndent();

        assertThat(Objects.requireNonNull(Files.readString(GUIDE))).contains("```java\n" + shown + "\n```");
    }

    private void assertRefused(String token) {
        assertThatThrownBy(() -> example.nameOf(token))
                .isInstanceOfSatisfying(
                        ProblemException.class, e -> assertThat(e.type()).isEqualTo(ProblemType.INVALID_TOKEN));
    }
}
