package dev.parley.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class OriginsTest {
    @Test
    void withoutConfigurationOnlyPagesOfTheSameHostMay() {
        assertThat(Origins.allowed(Set.of(), "https://chat.example", "chat.example:3002"))
                .isTrue();
        assertThat(Origins.allowed(Set.of(), "http://CHAT.example:3000", "chat.example"))
                .isTrue();
        assertThat(Origins.allowed(Set.of(), "http://[::1]:3000", "[::1]:3002")).isTrue();
        assertThat(Origins.allowed(Set.of(), "https://chat.example.evil", "chat.example"))
                .isFalse();
        assertThat(Origins.allowed(Set.of(), "null", "chat.example")).isFalse();
        assertThat(Origins.allowed(Set.of(), "not an origin", "chat.example")).isFalse();
        assertThat(Origins.allowed(Set.of(), "https://chat.example", "")).isFalse();
    }

    @Test
    void configuredOriginsAreTakenToTheLetter() {
        Set<String> allowed = Set.of("https://chat.example");
        assertThat(Origins.allowed(allowed, "https://chat.example", "other")).isTrue();
        assertThat(Origins.allowed(allowed, "http://chat.example", "chat.example"))
                .isFalse();
        assertThat(Origins.allowed(Set.of("*"), "https://anywhere.example", "chat.example"))
                .isTrue();
    }
}
