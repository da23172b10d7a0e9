package dev.parley.auth.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientAddressTest {
    @Test
    void takesWhatOneSubscriberHolds() {
        assertThat(ClientAddress.of("192.0.2.7").network())
                .isNotEqualTo(ClientAddress.of("192.0.2.8").network());
        assertThat(ClientAddress.of("2001:db8:1:2::7").network())
                .isEqualTo(ClientAddress.of("2001:db8:1:2:ffff::8").network())
                .isNotEqualTo(ClientAddress.of("2001:db8:1:3::7").network());
        assertThat(ClientAddress.of("::ffff:192.0.2.7").network())
                .isEqualTo(ClientAddress.of("192.0.2.7").network());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "localhost", "192.0.2.7\n", "192.0.2.7, 10.0.0.1", "999.1.1.1"})
    void anythingElseIsUnknown(String text) {
        assertThat(ClientAddress.of(text)).isEqualTo(ClientAddress.UNKNOWN);
    }
}
