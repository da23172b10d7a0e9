package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of(List.of("10.0.0.0/9", "192.0.2.7", "fd00::/8"));

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // A peer that is not trusted speaks for itself, whatever it says.
                "203.0.113.9 | 198.51.100.1                         | 203.0.113.9",
                "10.128.0.1  | 198.51.100.1                         | 10.128.0.1",
                "192.0.2.8   | 198.51.100.1                         | 192.0.2.8",
                // The last entry is what the trusted peer saw.
                "10.0.0.1    | 198.51.100.1                         | 198.51.100.1",
                "10.127.9.9  | 198.51.100.1                         | 198.51.100.1",
                "192.0.2.7   | 198.51.100.1                         | 198.51.100.1",
                "fd12::1     | 2001:db8::1                          | 2001:db8:0:0:0:0:0:1",
                "::ffff:10.0.0.1 | 198.51.100.1                     | 198.51.100.1",
                // What stands further left is the client's own claim.
                "10.0.0.1    | 10.0.0.2, 198.51.100.1               | 198.51.100.1",
                "10.0.0.1    | 127.0.0.1, 203.0.113.5 , 10.0.0.2    | 203.0.113.5",
                // What is no address ends the chain at the last who is known.
                "10.0.0.1    | 198.51.100.1, unknown                | 10.0.0.1",
                "10.0.0.1    | 198.51.100.1, localhost, 10.0.0.2    | 10.0.0.2",
                "10.0.0.1    | 198.51.100.1,                        | 10.0.0.1",
                "10.0.0.1    | 10.0.0.3, 10.0.0.2                   | 10.0.0.3",
            })
    void believesAnAddressOnlyAsFarAsTrustedProxiesWroteIt(String peer, String header, String client) {
        assertThat(PROXIES.client(peer, List.of(header))).isEqualTo(client);
    }

    @Test
    void readsSeveralHeadersAsOne() {
        assertThat(PROXIES.client("10.0.0.1", List.of("198.51.100.1", "203.0.113.5, 10.0.0.2")))
                .isEqualTo("203.0.113.5");
        assertThat(PROXIES.client("10.0.0.1", List.of())).isEqualTo("10.0.0.1");
        assertThat(TrustedProxies.NONE.client("10.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("10.0.0.1");
        assertThat(TrustedProxies.of(List.of("0.0.0.0/0")).client("10.0.0.1", List.of("198.51.100.1")))
                .isEqualTo("198.51.100.1");
    }

    @Test
    void followsNoEndlessChain() {
        String hops = "198.51.100.1" + ", 10.0.0.2".repeat(1000);

        assertThat(PROXIES.client("10.0.0.1", List.of(hops))).isEqualTo("10.0.0.2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/x", "fd00::/129"})
    void refusesWhatIsNoBlock(String text) {
        assertThatThrownBy(() -> TrustedProxies.of(List.of(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not an address or CIDR block: " + text);
    }

    @Test
    void tellsHandlersTheClientBehindATrustedProxyOnly() throws Exception {
        try (Parcels trusting =
                        new Parcels(Parcels.config().withTrustedProxies(TrustedProxies.of(List.of("127.0.0.0/8"))));
                Parcels wary = new Parcels()) {
            for (Parcels parcels : List.of(trusting, wary)) {
                parcels.trials.put("address", r -> Response.ok(Map.of("kind", r.remoteAddress())));
            }
            String[] headers = {"X-Forwarded-For", "6.6.6.6, 198.51.100.1"};

            assertThat(trusting.get("/v1/trials/address", headers).body()).contains("\"198.51.100.1\"");
            assertThat(trusting.get("/v1/trials/address").body()).contains("\"127.0.0.1\"");
            assertThat(trusting.get("/v1/trials/address", "Forwarded", "for=6.6.6.6")
                            .body())
                    .contains("\"127.0.0.1\"");
            assertThat(wary.get("/v1/trials/address", headers).body()).contains("\"127.0.0.1\"");
        }
    }
}
