package dev.parley.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AddressOwnerTest {
    @Test
    void countsTheAddressesOfOneIpv6NetworkTogether() {
        assertThat(AddressOwner.of("2001:db8:1:2::5")).isEqualTo(AddressOwner.of("2001:db8:1:2:ffff::1"));
        assertThat(AddressOwner.of("2001:db8:1:2::5")).isNotEqualTo(AddressOwner.of("2001:db8:1:3::5"));
        assertThat(AddressOwner.of("192.0.2.1")).isEqualTo("192.0.2.1");
        assertThat(AddressOwner.of("::ffff:192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
