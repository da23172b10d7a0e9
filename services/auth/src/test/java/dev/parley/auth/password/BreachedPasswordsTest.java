package dev.parley.auth.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.auth.password.Password.Fault;
import dev.parley.core.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The lists of passwords that leaked.
class BreachedPasswordsTest {
    // printf %s 'seven green parrots 42' | sha1sum
    private static final String LEAKED = "seven green parrots 42";

    @TempDir
    Path folder;

    private static String sha1(String text) throws Exception {
        return java.util.HexFormat.of()
                .withUpperCase()
                .formatHex(java.security.MessageDigest.getInstance("SHA-1")
                        .digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private static boolean isRefused(String text, PasswordPolicy policy) {
        return Password.of(Secret.of(text)).fault("ada.lovelace", policy).isPresent();
    }

    @Test
    void findsWhatStandsInItsRangeWhateverTheNameOfTheFile() throws Exception {
        String hash = sha1(LEAKED);
        for (String name : new String[] {hash.substring(0, 5), hash.substring(0, 5) + ".txt"}) {
            Path own = Files.createDirectory(folder.resolve("as-" + name));
            Files.writeString(
                    own.resolve(name),
                    "0".repeat(35) + ":9\r\n" + hash.substring(5) + ":3\r\n" + "F".repeat(35) + ":1\r\n");
            BreachedPasswords breached = BreachedPasswords.in(own);

            assertThat(breached.contains(LEAKED)).isTrue();
            assertThat(breached.contains(LEAKED + "!")).isFalse();
            assertThat(isRefused(LEAKED, new PasswordPolicy(12, CommonPasswords.bundled(), breached)))
                    .isTrue();
        }
        assertThat(isRefused(LEAKED, PasswordPolicy.of(CommonPasswords.bundled())))
                .isFalse();
    }

    @Test
    void paddingIsNoPassword() throws Exception {
        String hash = sha1(LEAKED);
        Files.writeString(folder.resolve(hash.substring(0, 5)), hash.substring(5) + ":0\n");

        assertThat(BreachedPasswords.in(folder).contains(LEAKED)).isFalse();
    }

    @Test
    void aFolderThatIsNotThereIsAMistakeOfTheConfiguration() {
        assertThatThrownBy(() -> BreachedPasswords.in(folder.resolve("missing")))
                .hasMessageContaining("no folder");
    }

    @Test
    void aRangeThatCannotBeReadLetsNothingThrough() throws Exception {
        Files.createDirectory(folder.resolve(sha1(LEAKED).substring(0, 5)));

        assertThatThrownBy(() -> BreachedPasswords.in(folder).contains(LEAKED))
                .isInstanceOf(java.io.UncheckedIOException.class);
    }

    @Test
    void bringsMoreThanAHundredThousandThatLeaked() {
        LeakedPasswords leaked = LeakedPasswords.bundled();

        assertThat(leaked.size()).isGreaterThan(100_000);
        assertThat(Stream.of("motorbike", "qwerty", "bassboy", "hombres419", "l0g1cal"))
                .allMatch(leaked::contains);
        assertThat(Stream.of("seven green parrots", "murkyteapot0rbit", "", "xkzpvqwmtrlb"))
                .noneMatch(leaked::contains);
    }

    @Test
    void refusesOneOfTheseWithSomethingBehindOrTwice() throws IOException {
        PasswordPolicy policy = PasswordPolicy.of(CommonPasswords.bundled());

        for (String text : new String[] {"motorbike2024!", "Motorbike!!!!", "m0torbike1234", "motorbikemotorbike"}) {
            assertThat(isRefused(text, policy)).as(text).isTrue();
        }
        assertThat(isRefused("motorbikes are my teapots", policy)).isFalse();
    }

    @Test
    void asksForTheLengthOfThePolicyAndForNothingOfTheUserName() {
        CommonPasswords common = CommonPasswords.bundled();

        assertThat(isRefused("murky tea 7", new PasswordPolicy(12, common, BreachedPasswords.NONE)))
                .isTrue();
        assertThat(isRefused("murky tea 7", new PasswordPolicy(11, common, BreachedPasswords.NONE)))
                .isFalse();
        assertThat(isRefused("seven green Ada.Lovelace parrots 42", PasswordPolicy.of(common)))
                .isTrue();
        assertThat(isRefused("murky teapot orbit ".repeat(13).strip(), PasswordPolicy.of(common)))
                .as("long passwords are welcome")
                .isFalse();
        assertThat(Password.of(Secret.of("murky tea 7")).fault("ada", PasswordPolicy.of(common)))
                .get()
                .isInstanceOf(Fault.Weak.class);
    }
}
