package dev.parley.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.core.secret.Secret;
import dev.parley.http.tls.IdentitySource.KeyStoreFile;
import dev.parley.http.tls.IdentitySource.PemFiles;
import dev.parley.http.tls.PeerTrust;
import dev.parley.http.tls.SelfSigned;
import dev.parley.http.tls.ServerTls;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server that speaks TLS, as other people's clients see it.
class TlsTest {
    private static final InstantSource CLOCK = InstantSource.system();

    @TempDir
    Path folder;

    private PemFiles files() {
        return new PemFiles(folder.resolve("certificate.pem"), folder.resolve("key.pem"));
    }

    private static SelfSigned made(String... hosts) {
        return SelfSigned.generate(List.of(hosts), Instant.now(), Duration.ofDays(30), new SecureRandom());
    }

    /// Puts both files in place as a tool does that renews them: whole or not at all, one after the other.
    private SelfSigned write(PemFiles files) throws IOException {
        SelfSigned made = made("localhost", "127.0.0.1");
        replace(files.certificate(), made.certificate());
        replace(files.key(), text(made.key()));
        return made;
    }

    private static void replace(Path file, String content) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, content);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String text(Secret secret) {
        return new String(secret.reveal(), StandardCharsets.US_ASCII);
    }

    private static Parcels parcels(ServerTls tls) {
        return new Parcels(Parcels.config().withTls(tls));
    }

    private static HttpClient believing(Path certificate) {
        return client(PeerTrust.of(List.of(certificate)));
    }

    private static HttpClient client(PeerTrust trust) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .sslContext(trust.context())
                .build();
    }

    private static URI health(Parcels parcels) {
        return URI.create("https://localhost:" + parcels.server.port() + "/health");
    }

    private static HttpResponse<String> ask(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private SSLSocket connect(Parcels parcels, Path certificate) throws IOException {
        SSLSocket socket = (SSLSocket) PeerTrust.of(List.of(certificate))
                .context()
                .getSocketFactory()
                .createSocket("127.0.0.1", parcels.server.port());
        socket.setSoTimeout(10_000);
        socket.startHandshake();
        return socket;
    }

    private static BigInteger serial(SSLSocket socket) throws IOException {
        return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    private static String exchange(Socket socket) throws IOException {
        socket.getOutputStream()
                .write("GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        byte[] answer = new byte[12];
        InputStream in = socket.getInputStream();
        int read = in.readNBytes(answer, 0, answer.length);
        while (in.available() > 0) {
            in.skip(in.available());
        }
        return new String(answer, 0, read, StandardCharsets.US_ASCII);
    }

    @Test
    void showsItsCertificateAndServesAsBefore() throws Exception {
        write(files());
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls);
                HttpClient client = believing(files().certificate())) {
            HttpResponse<String> answer = ask(client, health(parcels));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            byte[] large = new byte[3_000_000];
            HttpResponse<String> stored = client.send(
                    HttpRequest.newBuilder(health(parcels).resolve("/v1/parcels/a/content"))
                            .header("Authorization", "Bearer " + Parcels.USER_TOKEN)
                            .header("Content-Type", "application/octet-stream")
                            .PUT(BodyPublishers.ofByteArray(large))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(stored.body()).contains("\"length\":3000000");
        }
    }

    @Test
    void readsAKeystoreOfAnotherToolWithAnRsaKey() throws Exception {
        Path store = folder.resolve("server.p12");
        keytool(
                "-genkeypair",
                "-alias",
                "any",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-dname",
                "CN=localhost",
                "-ext",
                "SAN=dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit");
        Path certificate = folder.resolve("server.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "any",
                "-keystore",
                store.toString(),
                "-storepass",
                "changeit",
                "-file",
                certificate.toString());

        try (ServerTls tls = ServerTls.of(new KeyStoreFile(store, Secret.of("changeit")), CLOCK);
                Parcels parcels = parcels(tls);
                HttpClient client = believing(certificate)) {
            assertThat(ask(client, health(parcels)).statusCode()).isEqualTo(200);
        }
        assertThatThrownBy(() -> ServerTls.of(new KeyStoreFile(store, Secret.of("another")), CLOCK))
                .hasMessage(store + " is no PKCS#12 file of this password");
    }

    @Test
    void isNotBelievedWithoutItsCertificateNorUnderAnotherName() throws Exception {
        SelfSigned elsewhere = made("parley.example.org");
        replace(files().certificate(), elsewhere.certificate());
        replace(files().key(), text(elsewhere.key()));
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls);
                HttpClient stranger = client(PeerTrust.SYSTEM);
                HttpClient believer = believing(files().certificate())) {
            assertThatThrownBy(() -> ask(stranger, health(parcels))).isInstanceOf(SSLException.class);
            assertThatThrownBy(() -> ask(believer, health(parcels))).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void showsReplacedFilesToNewConnectionsAndLeavesTheOldOnesAlone() throws Exception {
        SelfSigned first = write(files());
        Path firstCertificate = folder.resolve("first.pem");
        Files.writeString(firstCertificate, first.certificate());
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls);
                SSLSocket old = connect(parcels, firstCertificate)) {
            assertThat(exchange(old)).isEqualTo("HTTP/1.1 200");

            SelfSigned second = write(files());

            assertThat(tls.look()).isTrue();
            try (SSLSocket next = connect(parcels, files().certificate())) {
                assertThat(serial(next)).isEqualTo(second.parsed().getSerialNumber());
                assertThat(exchange(next)).isEqualTo("HTTP/1.1 200");
            }
            assertThat(serial(old)).isEqualTo(first.parsed().getSerialNumber());
            assertThat(exchange(old)).isEqualTo("HTTP/1.1 200");
            assertThat(tls.look()).isFalse();
        }
    }

    @Test
    void keepsTheOldCertificateUntilBothFilesFit() throws Exception {
        write(files());
        Path firstCertificate = folder.resolve("first.pem");
        Files.copy(files().certificate(), firstCertificate);
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls)) {
            SelfSigned second = made("localhost");
            for (String broken :
                    List.of(text(second.key()), "", "no key", text(second.key()).substring(0, 60))) {
                replace(files().key(), broken);
                assertThat(tls.look()).as(broken).isFalse();
                connect(parcels, firstCertificate).close();
            }
            replace(files().key(), text(second.key()));
            replace(files().certificate(), second.certificate());

            assertThat(tls.look()).isTrue();
            connect(parcels, files().certificate()).close();
        }
    }

    @Test
    void looksByItself() throws Exception {
        write(files());
        try (ServerTls tls = ServerTls.of(files(), CLOCK).watch(Duration.ofMillis(20));
                Parcels parcels = parcels(tls)) {
            SelfSigned second = write(files());

            Awaitility.await().ignoreExceptions().until(() -> {
                try (SSLSocket socket = connect(parcels, files().certificate())) {
                    return serial(socket).equals(second.parsed().getSerialNumber());
                }
            });
        }
    }

    @Test
    void asksForCertificatesOfItsAuthoritiesWhenTold() throws Exception {
        write(files());
        PemFiles clients = new PemFiles(folder.resolve("client.pem"), folder.resolve("client.key"));
        write(clients);
        PemFiles others = new PemFiles(folder.resolve("other.pem"), folder.resolve("other.key"));
        write(others);
        PeerTrust trust = PeerTrust.of(List.of(files().certificate()));
        try (ServerTls tls = ServerTls.of(files(), clients.certificate(), CLOCK);
                Parcels parcels = parcels(tls);
                HttpClient known = client(trust.showing(ServerTls.of(clients, CLOCK)));
                HttpClient unknown = client(trust.showing(ServerTls.of(others, CLOCK)));
                HttpClient nobody = client(trust)) {
            assertThat(ask(known, health(parcels)).statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> ask(unknown, health(parcels))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> ask(nobody, health(parcels))).isInstanceOf(IOException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void speaksBothProtocolsOfToday(String protocol) throws Exception {
        write(files());
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls);
                SSLSocket socket = (SSLSocket) PeerTrust.of(List.of(files().certificate()))
                        .context()
                        .getSocketFactory()
                        .createSocket("127.0.0.1", parcels.server.port())) {
            socket.setEnabledProtocols(new String[] {protocol});

            assertThat(exchange(socket)).isEqualTo("HTTP/1.1 200");
            assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
        }
    }

    /// The JDK's own client refuses to say it, so the hello is written by hand (RFC 4346 §7.4.1.2).
    @ParameterizedTest
    @ValueSource(bytes = {0, 1, 2})
    void refusesTheProtocolsOfYesterday(byte minor) throws Exception {
        write(files());
        ByteBuffer hello = ByteBuffer.allocate(56)
                .put(new byte[] {0x16, 3, 1, 0, 51, 1, 0, 0, 47, 3, minor})
                .put(new byte[32])
                .put(new byte[] {0, 0, 8, (byte) 0xC0, 0x09, (byte) 0xC0, 0x0A, (byte) 0xC0, 0x13, 0, 0x2F, 1, 0});
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls);
                Socket socket = new Socket("127.0.0.1", parcels.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(hello.array());

            byte[] answer = socket.getInputStream().readNBytes(7);
            assertThat(answer).hasSize(7);
            assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(answer[6]).as("protocol_version").isEqualTo((byte) 70);
        }
    }

    @Test
    void hasNothingToSayToWhoSpeaksPlainly() throws Exception {
        write(files());
        try (ServerTls tls = ServerTls.of(files(), CLOCK);
                Parcels parcels = parcels(tls);
                Socket socket = new Socket("127.0.0.1", parcels.server.port())) {
            socket.setSoTimeout(10_000);

            assertThat(exchange(socket)).doesNotContain("HTTP");
        }
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).isZero();
    }
}
