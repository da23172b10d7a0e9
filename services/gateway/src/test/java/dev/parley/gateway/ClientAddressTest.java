package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
    private static final ClientAddress BEHIND_PROXIES =
            new ClientAddress(List.of(AddressRange.parse("10.0.0.0/8"), AddressRange.parse("fd00::/8")));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, '', 192.0.2.1",
        "192.0.2.1, 198.51.100.7, 192.0.2.1",
        "10.0.0.1, 198.51.100.7, 198.51.100.7",
        "10.0.0.1, '203.0.113.9, 198.51.100.7', 198.51.100.7",
        "10.0.0.1, '198.51.100.7, 10.2.3.4', 198.51.100.7",
        "fd00::1, 2001:db8::5, 2001:db8::5",
        "10.0.0.1, 'not an address', 10.0.0.1",
        "10.0.0.1, '', 10.0.0.1",
    })
    void believesForwardedAddressesOnlyAsFarAsTrustedProxiesWroteThem(String peer, String header, String client) {
        assertThat(BEHIND_PROXIES.of(peer, header)).isEqualTo(client);
    }

    @Test
    void countsTheAddressesOfOneIpv6NetworkTogether() {
        assertThat(ClientAddress.owner("2001:db8:1:2::5")).isEqualTo(ClientAddress.owner("2001:db8:1:2:ffff::1"));
        assertThat(ClientAddress.owner("2001:db8:1:2::5")).isNotEqualTo(ClientAddress.owner("2001:db8:1:3::5"));
        assertThat(ClientAddress.owner("192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void refusesBlocksThatAreNone() {
        assertThatThrownBy(() -> AddressRange.parse("10.0.0.0/33")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> AddressRange.parse("proxy.example.org")).isInstanceOf(IllegalArgumentException.class);
    }
}
