package dev.parley.media;

import dev.parley.api.media.Media;
import dev.parley.media.seal.Cases;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// Prints how fast files go in and out, and in the same run the limits they are held against. To be started by
/// hand, with the test class path: `java -cp … dev.parley.media.MediaThroughput [folder]`.
final class MediaThroughput {
    private static final int SIZE = 50 << 20;
    private static final int WARM_UP = 4;
    private static final int ROUNDS = 11;
    private static final byte[] CONTENT = Cases.bytes(new Random(1), SIZE);

    private MediaThroughput() {}

    /// Something that moves the whole content once.
    private interface Round {
        void run() throws Exception;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = arguments.length > 0 ? Path.of(arguments[0]) : Files.createTempDirectory("media-throughput");
        try (RunningMedia media = new RunningMedia(folder)) {
            Media file = media.upload("a.bin", CONTENT);
            Map<String, Round> subjects = new LinkedHashMap<>();
            subjects.put("file written and synced", () -> writeFile(folder));
            subjects.put("file read", () -> Files.readAllBytes(folder.resolve("bare")));
            subjects.put("AES-256-GCM, 64 KiB pieces", MediaThroughput::encrypt);
            subjects.put("SHA-256", MediaThroughput::hash);
            subjects.put("upload, in process", () -> upload(media));
            subjects.put("upload, HTTP", () -> media.upload("a.bin", CONTENT));
            subjects.put("download, in process", () -> read(media, file));
            subjects.put("download, HTTP", () -> download(media, file));
            Map<String, double[]> seconds = new LinkedHashMap<>();
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (Map.Entry<String, Round> subject : subjects.entrySet()) {
                    double taken = time(subject.getValue());
                    if (round >= 0) {
                        seconds.computeIfAbsent(subject.getKey(), name -> new double[ROUNDS])[round] = taken;
                    }
                }
            }
            seconds.forEach(MediaThroughput::report);
        }
    }

    private static double time(Round round) throws Exception {
        long start = System.nanoTime();
        round.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private static void report(String what, double[] seconds) {
        Arrays.sort(seconds);
        double megabytes = SIZE / 1e6;
        System.out.printf(
                Locale.ROOT,
                "%-28s median %6.0f MB/s   best %6.0f MB/s%n",
                what,
                megabytes / seconds[ROUNDS / 2],
                megabytes / seconds[0]);
    }

    private static void hash() throws Exception {
        if (MessageDigest.getInstance("SHA-256").digest(CONTENT).length != 32) {
            throw new AssertionError("a SHA-256 has 32 bytes");
        }
    }

    private static void writeFile(Path folder) throws Exception {
        try (FileChannel out = FileChannel.open(
                folder.resolve("bare"),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE)) {
            for (int at = 0; at < SIZE; at += 64 << 10) {
                out.write(ByteBuffer.wrap(CONTENT, at, 64 << 10));
            }
            out.force(true);
        }
    }

    private static void encrypt() throws Exception {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
        byte[] out = new byte[(64 << 10) + 16];
        for (int at = 0; at < SIZE; at += 64 << 10) {
            byte[] nonce = ByteBuffer.allocate(12).putInt(at).array();
            cipher.init(Cipher.ENCRYPT_MODE, key, new GCMParameterSpec(128, nonce));
            cipher.doFinal(CONTENT, at, 64 << 10, out);
        }
    }

    private static void upload(RunningMedia media) {
        media.files.upload(
                media.caller(media.ada), media.conversation, "a.bin", null, new ByteArrayInputStream(CONTENT));
    }

    private static void read(RunningMedia media, Media file) throws Exception {
        byte[] piece = new byte[32 << 10];
        try (InputStream in = media.files.open(media.caller(media.ada), file.id(), 0, SIZE)) {
            while (in.read(piece) >= 0) {
                // Only the reading counts.
            }
        }
    }

    private static void download(RunningMedia media, Media file) throws Exception {
        HttpRequest request = media.as(media.ada, RunningMedia.content(file)).build();
        HttpResponse<byte[]> response = media.send(request);
        if (response.body().length != SIZE) {
            throw new IllegalStateException("got " + response.body().length + " bytes");
        }
    }
}
