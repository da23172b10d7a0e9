package dev.parley.core.id;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypeIdTest {
    /// From the TypeID specification's `valid.yml`.
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
        "00000000000000000000000001, 00000000-0000-0000-0000-000000000001",
        "0000000000000000000000000a, 00000000-0000-0000-0000-00000000000a",
        "0000000000000000000000000g, 00000000-0000-0000-0000-000000000010",
        "00000000000000000000000010, 00000000-0000-0000-0000-000000000020",
        "7zzzzzzzzzzzzzzzzzzzzzzzzz, ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0123456789abcdefghjkmnpqrs, 0110c853-1d09-52d8-d73e-1194e95b5f19",
        "01h455vb4pex5vsknk084sn02q, 01890a5d-ac96-774b-bcce-b302099a8057"
    })
    void writesThePublishedVectors(String suffix, UUID uuid) {
        assertThat(TypeId.format("usr", uuid.getMostSignificantBits(), uuid.getLeastSignificantBits()))
                .isEqualTo("usr_" + suffix);
        assertThat(TypeId.require("usr", "usr_" + suffix)).isEqualTo("usr_" + suffix);
    }

    @Test
    void tellsWhenAnIdWasMade() {
        // 01890a5d-ac96-774b-bcce-b302099a8057, the example of the TypeID specification.
        assertThat(TypeId.madeAt("usr_01h455vb4pex5vsknk084sn02q")).isEqualTo(Instant.ofEpochMilli(0x01890a5dac96L));
        assertThat(TypeId.madeAt("usr_7zzzzzzzzzzzzzzzzzzzzzzzzz")).isEqualTo(Instant.ofEpochMilli(0xffffffffffffL));
    }

    /// The last six are from the specification's `invalid.yml`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "usr",
                "usr_",
                "msg_01h455vb4pex5vsknk084sn02q",
                "usr-01h455vb4pex5vsknk084sn02q",
                "usr_01h455vb4pex5vsknk084sn02qq",
                "usr_01h455vb4pex5vsknk084sn02\u00e9",
                "usr_8zzzzzzzzzzzzzzzzzzzzzzzzz",
                "usr_1234567890123456789012345",
                "usr_0123456789ABCDEFGHJKMNPQRS",
                "usr_123456789-123456789-123456",
                "usr_ooooooiiiiiiuuuuuuulllllll",
                "usr_i23456789ol23456789oi23456"
            })
    void refusesWhatIsNoIdOfTheKind(String text) {
        assertThatThrownBy(() -> new UserId(text))
                .isInstanceOf(MalformedIdException.class)
                .hasMessageStartingWith("must be an id of the form usr_");
    }

    @Test
    void newIdsRiseEvenWhenTheClockStandsStillOrGoesBack() {
        long[] now = {1_000_000};
        IdSource ids = new IdSource(() -> java.time.Instant.ofEpochMilli(now[0]), new java.security.SecureRandom());
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 50_000; i++) {
            if (i == 20_000) {
                now[0] -= 5_000;
            }
            if (i == 40_000) {
                now[0] += 60_000;
            }
            made.add(ids.messageId().value());
        }
        assertThat(made).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void newIdsAreUuidVersion7OfTheCurrentMillisecond() {
        IdSource ids =
                new IdSource(() -> java.time.Instant.ofEpochMilli(0x0189_0a5d_ac96L), new java.security.SecureRandom());
        String id = ids.userId().value();
        UUID uuid = decode(id.substring(4));
        assertThat(uuid.version()).isEqualTo(7);
        assertThat(uuid.variant()).isEqualTo(2);
        assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(0x0189_0a5d_ac96L);
    }

    private static UUID decode(String suffix) {
        var value = java.math.BigInteger.ZERO;
        for (int i = 0; i < suffix.length(); i++) {
            char c = suffix.charAt(i);
            value = value.shiftLeft(5).or(java.math.BigInteger.valueOf("0123456789abcdefghjkmnpqrstvwxyz".indexOf(c)));
        }
        return new UUID(value.shiftRight(64).longValue(), value.longValue());
    }

    @Test
    void concurrentCallersNeverGetTheSameId() throws Exception {
        IdSource ids = new IdSource(java.time.InstantSource.system(), new java.security.SecureRandom());
        HashSet<String> all = new HashSet<>();
        try (var executor = java.util.concurrent.Executors.newVirtualThreadPerTaskExecutor()) {
            var parts = new ArrayList<java.util.concurrent.Future<List<String>>>();
            for (int t = 0; t < 16; t++) {
                parts.add(executor.submit(() -> {
                    List<String> mine = new ArrayList<>();
                    for (int i = 0; i < 2_000; i++) {
                        mine.add(ids.next("x"));
                    }
                    return mine;
                }));
            }
            for (var part : parts) {
                all.addAll(part.get());
            }
        }
        assertThat(all).hasSize(32_000);
    }
}
