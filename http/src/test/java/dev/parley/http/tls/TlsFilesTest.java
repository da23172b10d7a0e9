package dev.parley.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.http.tls.IdentitySource.PemFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final Instant NOW = Instant.parse("2026-01-31T09:30:00.123Z");

    @TempDir
    Path folder;

    private Path certificate = Path.of("");
    private Path key = Path.of("");
    private final SelfSigned made = SelfSigned.generate(
            List.of("localhost", "parley.example.org", "127.0.0.1", "::1"),
            NOW,
            Duration.ofDays(397),
            new SecureRandom());

    @BeforeEach
    void write() throws Exception {
        certificate = folder.resolve("certificate.pem");
        key = folder.resolve("key.pem");
        Files.writeString(certificate, made.certificate());
        Files.write(key, made.key().reveal());
    }

    private ServerTls open() {
        return ServerTls.of(new PemFiles(certificate, key), InstantSource.fixed(NOW));
    }

    private void refusedWith(String line) {
        assertThatThrownBy(this::open).isInstanceOf(TlsException.class).hasMessage(line);
    }

    @Test
    void makesACertificateThatSaysWhatItIsFor() throws Exception {
        X509Certificate parsed = made.parsed();

        parsed.verify(parsed.getPublicKey());
        assertThat(parsed.getVersion()).isEqualTo(3);
        assertThat(parsed.getNotBefore().toInstant())
                .isEqualTo(NOW.minus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS));
        assertThat(parsed.getNotAfter().toInstant())
                .isEqualTo(NOW.plus(Duration.ofDays(397)).truncatedTo(ChronoUnit.SECONDS));
        assertThat(parsed.getSubjectAlternativeNames())
                .containsExactly(
                        List.of(2, "localhost"),
                        List.of(2, "parley.example.org"),
                        List.of(7, "127.0.0.1"),
                        List.of(7, "0:0:0:0:0:0:0:1"));
        assertThat(parsed.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(parsed.getKeyUsage()).startsWith(true, false).hasSize(9);
        assertThat(parsed.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2");
        assertThat(parsed.getSerialNumber()).isPositive();
        assertThat(made.toString()).doesNotContain("PRIVATE");
    }

    @Test
    void tellsWhenItEnds() {
        assertThat(open().notAfter()).isEqualTo(NOW.plus(Duration.ofDays(397)).truncatedTo(ChronoUnit.SECONDS));
    }

    @Test
    void namesTheFileThatIsNotThere() throws Exception {
        Files.delete(key);
        refusedWith(key + " is not there");
        Files.delete(certificate);
        refusedWith(certificate + " is not there");
    }

    @Test
    void namesTheFileThatIsSomethingElse() throws Exception {
        Files.writeString(key, "hello");
        refusedWith(key + " must hold one private key (-----BEGIN PRIVATE KEY-----), it holds 0");
        Files.writeString(certificate, "hello");
        refusedWith(certificate + " holds no certificate (-----BEGIN CERTIFICATE-----)");
        Files.writeString(certificate, Pem.text("CERTIFICATE", new byte[100]));
        refusedWith(certificate + " holds a certificate that cannot be read");
        Files.writeString(certificate, made.certificate().substring(0, 200));
        refusedWith(certificate + " holds no certificate (-----BEGIN CERTIFICATE-----)");
    }

    @Test
    void namesTheFileThatHoldsTheKeyOfAnother() throws Exception {
        SelfSigned other = SelfSigned.generate(List.of("localhost"), NOW, Duration.ofDays(1), new SecureRandom());
        Files.write(key, other.key().reveal());
        refusedWith(key + " holds the key of another certificate");
        KeyPair rsa = KeyPairGenerator.getInstance("RSA").generateKeyPair();
        Files.writeString(key, Pem.text("PRIVATE KEY", rsa.getPrivate().getEncoded()));
        refusedWith(key + " holds no EC key, as the certificate needs it");
    }

    @Test
    void saysWhatToDoWithAnEncryptedKey() throws Exception {
        Files.writeString(key, Pem.text("ENCRYPTED PRIVATE KEY", new byte[10]));
        refusedWith(key + " holds an \"ENCRYPTED PRIVATE KEY\", which cannot be read: convert it with"
                + " openssl pkcs8 -topk8 -nocrypt");
    }

    /// SEC 1 is what PKCS#8 holds at its end; parameters in front, as `openssl ecparam -genkey` writes them, do not
    /// count.
    @Test
    void readsTheOlderFormOfKeys() throws Exception {
        String pem = new String(made.key().reveal(), StandardCharsets.US_ASCII);
        byte[] modern = java.util.Base64.getMimeDecoder().decode(pem.replaceAll("-----[^-]+-----", ""));
        int start = 0;
        while (modern[start] != 0x04) {
            start++;
        }
        byte[] old = Arrays.copyOfRange(modern, start + 2, modern.length);
        Files.writeString(key, Pem.text("EC PARAMETERS", new byte[] {5, 0}) + Pem.text("EC PRIVATE KEY", old));

        assertThatCode(this::open).doesNotThrowAnyException();
    }
}
