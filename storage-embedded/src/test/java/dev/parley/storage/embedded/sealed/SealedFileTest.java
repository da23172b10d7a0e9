package dev.parley.storage.embedded.sealed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.secret.Secret;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.IndexOutput;
import org.apache.lucene.store.RandomAccessInput;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SealedFileTest {
    private static final int PAGE = PageFormat.PAGE_BYTES;

    @TempDir
    private Path folder;

    private final PageCache cache = new PageCache(1 << 20);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE, 2 * PAGE + 1, 100_000})
    void givesBackWhatWasWritten(int size) throws IOException {
        byte[] content = random(size, size);
        try (Directory directory = sealed(1)) {
            write(directory, "f", content);

            assertThat(directory.fileLength("f")).isEqualTo(size);
            assertThat(readAll(directory, "f")).isEqualTo(content);
        }
        assertThat(Files.size(folder.resolve("f")))
                .isEqualTo(PageFormat.HEADER_BYTES + size + PageFormat.pages(size) * PageFormat.TAG_BYTES);
    }

    @Test
    void readsAnywhereInAnyWay() throws IOException {
        long seed = Long.getLong("cases.seed", new Random().nextLong());
        Random random = new Random(seed);
        byte[] content = random(seed, 5 * PAGE + random.nextInt(PAGE));
        try (Directory directory = sealed(1)) {
            write(directory, "f", content);
            try (IndexInput input = directory.openInput("f", IOContext.DEFAULT)) {
                for (int i = 0; i < 3000; i++) {
                    int from = oftenNearABoundary(random, content.length);
                    int length = random.nextInt(content.length - from + 1);
                    byte[] expected = Arrays.copyOfRange(content, from, from + length);
                    IndexInput slice = random.nextBoolean() ? input.slice("part", from, length) : input.clone();
                    if (slice.length() != length) {
                        slice.seek(from);
                    }
                    assertThat(readInPieces(random, slice, length))
                            .as("cases.seed=%d", seed)
                            .isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void readsNumbersAcrossPages() throws IOException {
        byte[] content = random(5, 3 * PAGE);
        ByteBuffer numbers = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        try (Directory directory = sealed(1)) {
            write(directory, "f", content);
            try (IndexInput input = directory.openInput("f", IOContext.DEFAULT)) {
                RandomAccessInput anywhere = input.randomAccessSlice(0, input.length());
                for (int at = PAGE - 9; at < PAGE + 9; at++) {
                    assertThat(anywhere.readByte(at)).isEqualTo(numbers.get(at));
                    assertThat(anywhere.readShort(at)).isEqualTo(numbers.getShort(at));
                    assertThat(anywhere.readInt(at)).isEqualTo(numbers.getInt(at));
                    assertThat(anywhere.readLong(at)).isEqualTo(numbers.getLong(at));
                    input.seek(at);
                    assertThat(input.readLong()).isEqualTo(numbers.getLong(at));
                    assertThat(input.getFilePointer()).isEqualTo(at + 8);
                }
            }
        }
    }

    @Test
    void endsWhereTheFileEnds() throws IOException {
        try (Directory directory = sealed(1)) {
            write(directory, "f", new byte[PAGE]);
            try (IndexInput input = directory.openInput("f", IOContext.DEFAULT)) {
                input.seek(PAGE);
                assertThatThrownBy(input::readByte).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> input.seek(PAGE + 1)).isInstanceOf(EOFException.class);
                input.seek(PAGE - 3);
                assertThatThrownBy(input::readInt).isInstanceOf(EOFException.class);
                assertThatThrownBy(() -> input.slice("x", 1, PAGE)).isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
    }

    @Test
    void countsAndChecksWhatWasWritten() throws IOException {
        byte[] content = random(9, 2 * PAGE + 10);
        CRC32 crc = new CRC32();
        crc.update(content);
        try (Directory directory = sealed(1);
                IndexOutput output = directory.createOutput("f", IOContext.DEFAULT)) {
            for (byte value : content) {
                output.writeByte(value);
            }
            assertThat(output.getFilePointer()).isEqualTo(content.length);
            assertThat(output.getChecksum()).isEqualTo(crc.getValue());
        }
    }

    @Test
    void manyThreadsReadAtTheSameTime() throws Exception {
        byte[] content = random(4, 40 * PAGE);
        try (Directory directory = sealed(1)) {
            write(directory, "f", content);
            try (IndexInput input = directory.openInput("f", IOContext.DEFAULT);
                    ExecutorService threads = Executors.newFixedThreadPool(8)) {
                List<Future<byte[]>> read = new ArrayList<>();
                for (int i = 0; i < 32; i++) {
                    IndexInput own = input.clone();
                    read.add(threads.submit(() -> {
                        byte[] all = new byte[content.length];
                        own.readBytes(all, 0, all.length);
                        return all;
                    }));
                }
                for (Future<byte[]> all : read) {
                    assertThat(all.get()).isEqualTo(content);
                }
            }
        }
    }

    @Test
    void noByteCanBeChanged() throws IOException {
        byte[] content = random(6, 2 * PAGE + 50);
        byte[] whole = stored(content);
        Random random = new Random(7);
        for (int i = 0; i < 300; i++) {
            byte[] changed = whole.clone();
            changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
            assertIsCorrupt(changed);
        }
    }

    @Test
    void nothingCanBeCutOffOrExchanged() throws IOException {
        byte[] whole = stored(random(8, 3 * PAGE));
        for (int length = 0; length < whole.length; length += 97) {
            assertIsCorrupt(Arrays.copyOf(whole, length));
        }
        assertIsCorrupt(Arrays.copyOf(whole, whole.length - PageFormat.SEALED_PAGE_BYTES));
        assertIsCorrupt(Arrays.copyOf(whole, whole.length + 1));
        byte[] exchanged = whole.clone();
        int first = PageFormat.HEADER_BYTES;
        int second = first + PageFormat.SEALED_PAGE_BYTES;
        System.arraycopy(whole, first, exchanged, second, PageFormat.SEALED_PAGE_BYTES);
        System.arraycopy(whole, second, exchanged, first, PageFormat.SEALED_PAGE_BYTES);
        assertIsCorrupt(exchanged);
    }

    @Test
    void anotherKeyOpensNothing() throws IOException {
        try (Directory directory = sealed(1)) {
            write(directory, "f", new byte[10]);
        }
        try (Directory other = sealed(2)) {
            assertThatThrownBy(() -> readAll(other, "f")).isInstanceOf(CorruptIndexException.class);
        }
    }

    @Test
    void aPlainFileIsNotTakenForASealedOne() throws IOException {
        Files.write(folder.resolve("f"), new byte[] {0x3f, (byte) 0xd7, 0x6c, 0x17, 0, 0, 0, 0});
        try (Directory directory = sealed(1)) {
            assertThatThrownBy(() -> readAll(directory, "f")).isInstanceOf(CorruptIndexException.class);
        }
    }

    private Directory sealed(int key) throws IOException {
        byte[] material = new byte[32];
        material[0] = (byte) key;
        return new SealedDirectory(FSDirectory.open(folder), Secret.of(material), cache, new SecureRandom());
    }

    private byte[] stored(byte[] content) throws IOException {
        try (Directory directory = sealed(1)) {
            write(directory, "f", content);
        }
        return Files.readAllBytes(folder.resolve("f"));
    }

    private void assertIsCorrupt(byte[] stored) throws IOException {
        Files.write(folder.resolve("f"), stored);
        try (Directory directory = sealed(1)) {
            assertThatThrownBy(() -> readAll(directory, "f")).isInstanceOf(CorruptIndexException.class);
        }
    }

    private static void write(Directory directory, String name, byte[] content) throws IOException {
        try (IndexOutput output = directory.createOutput(name, IOContext.DEFAULT)) {
            output.writeBytes(content, content.length);
        }
    }

    private static byte[] readAll(Directory directory, String name) throws IOException {
        try (IndexInput input = directory.openInput(name, IOContext.DEFAULT)) {
            byte[] content = new byte[(int) input.length()];
            input.readBytes(content, 0, content.length);
            return content;
        }
    }

    private static byte[] readInPieces(Random random, IndexInput input, int length) throws IOException {
        ByteBuffer read = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (read.hasRemaining()) {
            switch (random.nextInt(4)) {
                case 0 -> read.put(input.readByte());
                case 1 -> {
                    byte[] piece = new byte[random.nextInt(read.remaining()) + 1];
                    input.readBytes(piece, 0, piece.length);
                    read.put(piece);
                }
                case 2 -> {
                    if (read.remaining() >= Integer.BYTES) {
                        read.putInt(input.readInt());
                    }
                }
                default -> {
                    if (read.remaining() >= Long.BYTES) {
                        read.putLong(input.readLong());
                    }
                }
            }
        }
        return read.array();
    }

    private static int oftenNearABoundary(Random random, int size) {
        int around = (1 + random.nextInt(5)) * PAGE + random.nextInt(-9, 10);
        return random.nextBoolean() && around < size ? around : random.nextInt(size);
    }

    private static byte[] random(long seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
