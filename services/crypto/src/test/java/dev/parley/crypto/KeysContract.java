package dev.parley.crypto;

import static dev.parley.crypto.CryptoNode.MEMBER;
import static dev.parley.crypto.CryptoNode.OTHER_SERVICE;
import static dev.parley.crypto.CryptoNode.OWNER;
import static dev.parley.crypto.CryptoNode.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.api.crypto.KeysApi;
import dev.parley.core.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/// What [KeysApi] promises, whoever answers.
interface KeysContract {
    byte[] NOTHING = {};
    byte[] PLAINTEXT = "attack at dawn".getBytes(StandardCharsets.UTF_8);
    byte[] PLACE = "cnv_1/msg_1".getBytes(StandardCharsets.UTF_8);

    /// An empty service.
    KeysApi keys();

    @Test
    default void makesKeyOnce() {
        var made = keys().create(SERVICE, "letters");
        keys().rotate(SERVICE, "letters");
        assertThat(made.name()).isEqualTo("letters");
        assertThat(made.latestVersion()).isEqualTo(1);
        assertThat(keys().create(OWNER, "letters").latestVersion()).isEqualTo(2);
        assertThat(keys().key(OWNER, "letters").createdAt()).isEqualTo(made.createdAt());
    }

    @Test
    default void opensWhatItSealed() {
        keys().create(SERVICE, "letters");
        Random random = new Random(7);
        for (int length : List.of(0, 1, 15, 16, 17, 1024, 1 << 20)) {
            byte[] plaintext = new byte[length];
            random.nextBytes(plaintext);
            String sealed = keys().encrypt(SERVICE, "letters", plaintext, PLACE);
            assertThat(keys().decrypt(OWNER, "letters", sealed, PLACE)).isEqualTo(plaintext);
        }
        String withoutPlace = keys().encrypt(OWNER, "letters", PLAINTEXT, NOTHING);
        assertThat(keys().decrypt(SERVICE, "letters", withoutPlace, NOTHING)).isEqualTo(PLAINTEXT);
    }

    @Test
    default void sealsAlwaysDifferently() {
        keys().create(SERVICE, "letters");
        assertThat(keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE))
                .startsWith("parley:v1:")
                .isNotEqualTo(keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE));
    }

    @Test
    default void encryptsWithNewVersionAndDecryptsOldOnesAfterRotation() {
        keys().create(SERVICE, "letters");
        String first = keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE);
        assertThat(keys().rotate(OWNER, "letters").latestVersion()).isEqualTo(2);
        String second = keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE);
        assertThat(second).startsWith("parley:v2:");
        assertThat(keys().decrypt(SERVICE, "letters", first, PLACE)).isEqualTo(PLAINTEXT);
        assertThat(keys().decrypt(SERVICE, "letters", second, PLACE)).isEqualTo(PLAINTEXT);
        refusesToDecrypt(second.replace("v2", "v1"), PLACE);
        refusesToDecrypt(second.replace("v2", "v3"), PLACE);
    }

    @Test
    default void refusesWhatWasNotSealedHere() {
        keys().create(SERVICE, "letters");
        keys().create(SERVICE, "numbers");
        keys().create(OTHER_SERVICE, "letters");
        String sealed = keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE);
        refusesToDecrypt(sealed, NOTHING);
        refusesToDecrypt(sealed, "cnv_1/msg_2".getBytes(StandardCharsets.UTF_8));
        refusesToDecrypt(keys().encrypt(SERVICE, "numbers", PLAINTEXT, PLACE), PLACE);
        refusesToDecrypt(keys().encrypt(OTHER_SERVICE, "letters", PLAINTEXT, PLACE), PLACE);
    }

    @Test
    default void refusesEveryChangeOfText() {
        keys().create(SERVICE, "letters");
        String sealed = keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE);
        List<String> changed =
                new ArrayList<>(List.of("", "parley", "parley:v", "parley:v1:", sealed + "=", "x" + sealed));
        for (int i = 0; i < sealed.length(); i++) {
            changed.add(sealed.substring(0, i));
            // Another character of the base64 alphabet, which differs in one bit of what it means or in all.
            for (char other :
                    new char[] {'A', '/', '0', sealed.charAt(i) == 'z' ? 'y' : (char) (sealed.charAt(i) + 1)}) {
                if (other != sealed.charAt(i)) {
                    changed.add(sealed.substring(0, i) + other + sealed.substring(i + 1));
                }
            }
        }
        changed.forEach(text -> refusesToDecrypt(text, PLACE));
    }

    @Test
    default void knowsNothingOfKeyThatWasNotMade() {
        keys().create(OTHER_SERVICE, "letters");
        String sealed = keys().encrypt(OTHER_SERVICE, "letters", PLAINTEXT, PLACE);
        refuses("not-found", () -> keys().key(SERVICE, "letters"));
        refuses("not-found", () -> keys().rotate(SERVICE, "letters"));
        refuses("not-found", () -> keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE));
        refuses("not-found", () -> keys().decrypt(SERVICE, "letters", sealed, PLACE));
        refuses("not-found", () -> keys().decrypt(SERVICE, "letters", "no ciphertext", PLACE));
    }

    @Test
    default void refusesUsersWhoAreNotOwners() {
        keys().create(SERVICE, "letters");
        String sealed = keys().encrypt(SERVICE, "letters", PLAINTEXT, PLACE);
        refuses("forbidden", () -> keys().create(MEMBER, "letters"));
        refuses("forbidden", () -> keys().key(MEMBER, "letters"));
        refuses("forbidden", () -> keys().rotate(MEMBER, "letters"));
        refuses("forbidden", () -> keys().encrypt(MEMBER, "letters", PLAINTEXT, PLACE));
        refuses("forbidden", () -> keys().decrypt(MEMBER, "letters", sealed, PLACE));
        assertThat(keys().key(SERVICE, "letters").latestVersion()).isEqualTo(1);
    }

    @Test
    default void refusesWhatIsOutOfBounds() {
        keys().create(SERVICE, "letters");
        for (String name : List.of("Letters", "let.ters", "x".repeat(65))) {
            refuses("validation-failed", () -> keys().create(SERVICE, name));
        }
        refuses("validation-failed", () -> keys().encrypt(SERVICE, "letters", new byte[(1 << 20) + 1], PLACE));
        refuses("validation-failed", () -> keys().encrypt(SERVICE, "letters", PLAINTEXT, new byte[4097]));
        String atBounds = keys().encrypt(SERVICE, "letters", new byte[1 << 20], new byte[4096]);
        assertThat(keys().decrypt(SERVICE, "letters", atBounds, new byte[4096])).hasSize(1 << 20);
    }

    private void refusesToDecrypt(String ciphertext, byte[] associatedData) {
        assertThatThrownBy(() -> keys().decrypt(SERVICE, "letters", ciphertext, associatedData))
                .as(ciphertext)
                .isInstanceOfSatisfying(ProblemException.class, refusal -> {
                    assertThat(refusal.type()).isEqualTo(CryptoProblems.DECRYPTION_FAILED);
                    // One answer for all, or it would tell what was wrong.
                    assertThat(refusal.detail()).isEqualTo("not encrypted with this key and these associated data");
                    assertThat(refusal.errors()).isEmpty();
                });
    }

    private static void refuses(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        refusal -> assertThat(refusal.type().code()).isEqualTo(code));
    }
}
