package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// S3Proxy on loopback: an S3 server over a folder. It checks every signature; it has no versions, no locks and no
/// lifecycle of objects.
public final class S3ProxyServer implements Engine {
    private static final Duration START_PATIENCE = Duration.ofMinutes(1);

    private final Path folder;
    private final int port;
    private EngineProcess process;

    private S3ProxyServer(Path folder, int port) {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /// Starts it on a free port and waits until it answers.
    ///
    /// @param folder exists; holds the buckets
    /// @param accessKey a name of letters and digits
    public static S3ProxyServer start(Path folder, String accessKey, String secretKey) {
        return start(folder, Ports.free(1).getFirst(), accessKey, secretKey);
    }

    public static S3ProxyServer start(Path folder, int port, String accessKey, String secretKey) {
        writeProperties(folder, port, accessKey, secretKey);
        return new S3ProxyServer(folder, port);
    }

    private static void writeProperties(Path folder, int port, String accessKey, String secretKey) {
        try {
            Path buckets = Files.createDirectories(folder.resolve("buckets"));
            Path file = folder.resolve("s3proxy.properties");
            Files.deleteIfExists(file);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(
                    file,
                    String.join(
                            "\n",
                            "s3proxy.endpoint=http://127.0.0.1:" + port,
                            "s3proxy.authorization=aws-v2-or-v4",
                            "s3proxy.identity=" + accessKey,
                            "s3proxy.credential=" + secretKey,
                            "jclouds.provider=filesystem-nio2",
                            "jclouds.identity=local",
                            "jclouds.credential=local",
                            "jclouds.filesystem.basedir=" + buckets,
                            ""));
        } catch (IOException e) {
            throw new UncheckedIOException("S3Proxy cannot be prepared in " + folder, e);
        }
    }

    private EngineProcess launch() {
        EngineProcess started = EngineProcess.start(
                "s3proxy",
                folder,
                Map.of(),
                List.of(
                        Installed.java(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        Installed.unpacked("s3proxy", "lib") + "/*",
                        "org.gaul.s3proxy.Main",
                        "--properties",
                        folder.resolve("s3proxy.properties").toString()));
        started.await("listened", START_PATIENCE, () -> Ports.answers(port));
        return started;
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// `kill -9`.
    public void kill() {
        process.kill();
    }

    /// After [#kill], on the same buckets.
    public void startAgain() {
        process = launch();
    }

    /// It hangs, with its connections open.
    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    @Override
    public void close() {
        process.close();
    }
}
