package dev.parley.media.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FileSealTest {
    private static final int SEALED_SEGMENT = 64 << 10;

    /// What one segment holds, and the first one, which shares its place with the header.
    private static final int SEGMENT = SEALED_SEGMENT - 16;

    private static final int FIRST = SEGMENT - 40;

    private static final byte[] PLACE = {1, 2, 3};

    /// "hello", sealed with Tink 1.24.0 under 32 zero bytes for [#PLACE]. Files on disk depend on it.
    private static final String FIRST_RELEASE =
            "2864b8f60e2b9aba7718b78553ad62d3570de5a8f4d00e1866deda7e8496c3764101d651385e776aaf2605b4b6e26dd610726c1d37a882f5ea35d09ce0";

    private final FileSeal seal = FileSeal.with(Secret.of(new byte[32]));

    @ParameterizedTest
    @ValueSource(ints = {1, 2, FIRST - 1, FIRST, FIRST + 1, FIRST + SEGMENT - 1, FIRST + SEGMENT, FIRST + SEGMENT + 1})
    void opensWhatItSealed(int size) throws IOException {
        byte[] plain = Cases.bytes(new Random(size), size);
        byte[] sealed = sealed(plain);

        assertThat(sealed.length).isEqualTo((int) seal.sealedBytes(size));
        assertThat(read(sealed, size, 0, size)).isEqualTo(plain);
    }

    @Test
    void readsAnyRangeLikeASliceOfTheOriginal() {
        Cases.forEach(200, random -> {
            int size = 1 + random.nextInt(4 * SEGMENT);
            byte[] plain = Cases.bytes(random, size);
            byte[] sealed = sealed(plain);
            for (int i = 0; i < 20; i++) {
                int from = oftenNearABoundary(random, size);
                int length = 1 + random.nextInt(size - from);
                assertThat(read(sealed, size, from, length)).isEqualTo(Arrays.copyOfRange(plain, from, from + length));
            }
        });
    }

    @Test
    void readsOfALateRangeOnlyWhatItNeeds() throws IOException {
        int size = 100 * SEGMENT;
        byte[] sealed = sealed(new byte[size]);
        AtomicInteger given = new AtomicInteger();
        RangedChannel counted =
                new RangedChannel(sealed.length, position -> new CountedStream(at(sealed, position), given));

        try (InputStream late = PlaintextStream.open(seal.open(counted, PLACE), size - 10, 10, e -> {})) {
            assertThat(late.readAllBytes()).hasSize(10);
        }

        assertThat(given.get()).isLessThan(2 * SEALED_SEGMENT);
    }

    @Test
    void noByteOfItCanBeChanged() throws IOException {
        byte[] plain = Cases.bytes(new Random(1), FIRST + SEGMENT + 100);
        byte[] sealed = sealed(plain);
        Cases.forEach(200, random -> {
            byte[] changed = sealed.clone();
            changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
            assertThatThrownBy(() -> read(changed, plain.length, 0, plain.length))
                    .isInstanceOf(IOException.class);
        });
    }

    @Test
    void itsEndCannotBeCutOff() throws IOException {
        byte[] plain = Cases.bytes(new Random(2), FIRST + 2 * SEGMENT);
        byte[] cut = Arrays.copyOf(sealed(plain), 2 * SEALED_SEGMENT);

        assertThatThrownBy(() -> read(cut, plain.length, 0, plain.length)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> read(cut, FIRST + SEGMENT, 0, FIRST + SEGMENT)).isInstanceOf(IOException.class);
    }

    @Test
    void itsSegmentsCannotChangePlaces() throws IOException {
        byte[] plain = Cases.bytes(new Random(3), FIRST + 3 * SEGMENT);
        byte[] sealed = sealed(plain);
        byte[] exchanged = sealed.clone();
        System.arraycopy(sealed, SEALED_SEGMENT, exchanged, 2 * SEALED_SEGMENT, SEALED_SEGMENT);
        System.arraycopy(sealed, 2 * SEALED_SEGMENT, exchanged, SEALED_SEGMENT, SEALED_SEGMENT);

        assertThatThrownBy(() -> read(exchanged, plain.length, FIRST, SEGMENT)).isInstanceOf(IOException.class);
    }

    @Test
    void noSegmentOfAnotherFileCanBePutInItsPlace() throws IOException {
        byte[] plain = Cases.bytes(new Random(4), FIRST + 2 * SEGMENT);
        byte[] mixed = sealed(plain);
        System.arraycopy(sealed(plain), SEALED_SEGMENT, mixed, SEALED_SEGMENT, SEALED_SEGMENT);

        assertThatThrownBy(() -> read(mixed, plain.length, FIRST, 1)).isInstanceOf(IOException.class);
    }

    @Test
    void opensOnlyAsWhatItWasSealedFor() throws IOException {
        byte[] sealed = sealed(new byte[10]);
        RangedChannel channel = new RangedChannel(sealed.length, position -> at(sealed, position));

        assertThatThrownBy(() -> PlaintextStream.open(seal.open(channel, new byte[] {1, 2, 4}), 0, 1, e -> {}))
                .isInstanceOf(IOException.class);
    }

    @Test
    void opensAFileOfTheFirstRelease() throws IOException {
        byte[] sealed = HexFormat.of().parseHex(FIRST_RELEASE);

        assertThat(read(sealed, 5, 0, 5)).isEqualTo("hello".getBytes(StandardCharsets.US_ASCII));
    }

    @Test
    void failsWhereThePlaintextFails() {
        InputStream broken = new InputStream() {
            private int left = 100_000;

            @Override
            public int read() throws IOException {
                if (left-- == 0) {
                    throw new IOException("the peer has gone");
                }
                return 7;
            }
        };
        // InputStream.read(byte[]) keeps the exception for the next call, as it may.
        assertThatThrownBy(() -> seal.seal(new Unbuffered(broken), PLACE).readAllBytes())
                .hasMessage("the peer has gone");
    }

    private byte[] sealed(byte[] plain) throws IOException {
        return seal.seal(new ByteArrayInputStream(plain), PLACE).readAllBytes();
    }

    private byte[] read(byte[] sealed, int size, int from, int length) throws IOException {
        RangedChannel channel = new RangedChannel(seal.sealedBytes(size), position -> at(sealed, position));
        try (InputStream part = PlaintextStream.open(seal.open(channel, PLACE), from, length, e -> {})) {
            return part.readAllBytes();
        }
    }

    private static InputStream at(byte[] bytes, long position) {
        int from = (int) Math.min(position, bytes.length);
        return new ByteArrayInputStream(bytes, from, bytes.length - from);
    }

    private static int oftenNearABoundary(Random random, int size) {
        int around = random.nextInt(5) * SEGMENT - 40 + random.nextInt(-3, 4);
        return random.nextBoolean() && around >= 0 && around < size ? around : random.nextInt(size);
    }

    /// One byte at a time, so that a failure comes where it happens.
    private static final class Unbuffered extends FilterInputStream {
        Unbuffered(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int one = in.read();
            if (one < 0) {
                return -1;
            }
            target[offset] = (byte) one;
            return 1;
        }
    }

    private static final class CountedStream extends FilterInputStream {
        private final AtomicInteger given;

        CountedStream(InputStream in, AtomicInteger given) {
            super(in);
            this.given = given;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            given.addAndGet(Math.max(count, 0));
            return count;
        }
    }
}
