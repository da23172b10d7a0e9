package dev.parley.core.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {
    @Test
    void equalsByContent() {
        assertThat(Secret.of("a")).isEqualTo(Secret.of(new byte[] {'a'})).isNotEqualTo(Secret.of("b"));
    }

    @Test
    void isNotChangedThroughTheArraysItWasMadeOfOrGave() {
        byte[] given = {1, 2};
        Secret secret = Secret.of(given);
        given[0] = 9;
        secret.reveal()[1] = 9;
        assertThat(secret.reveal()).containsExactly(1, 2);
    }

    @Test
    void cannotBeReadOnceWiped() {
        Secret secret = Secret.of("a");
        secret.close();
        assertThatThrownBy(secret::reveal).isInstanceOf(IllegalStateException.class);
    }
}
