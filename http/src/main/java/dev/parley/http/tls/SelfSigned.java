package dev.parley.http.tls;

import dev.parley.core.secret.Secret;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;

/// A certificate that nobody but its holder vouches for (RFC 5280, ECDSA on P-256), with its key, both as PEM. Who
/// calls must be given the certificate itself.
///
/// @param certificate for everybody
/// @param key for its holder alone
public record SelfSigned(String certificate, Secret key) {
    private static final String COMMON_NAME = "2.5.4.3";
    private static final String ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
    private static final String BASIC_CONSTRAINTS = "2.5.29.19";
    private static final String KEY_USAGE = "2.5.29.15";
    private static final String EXTENDED_KEY_USAGE = "2.5.29.37";
    private static final String ALTERNATIVE_NAMES = "2.5.29.17";
    private static final String SERVER = "1.3.6.1.5.5.7.3.1";
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final int SERIAL_BITS = 127;

    /// Clocks of clients may be behind.
    private static final Duration BEFORE = Duration.ofHours(1);

    /// Makes one.
    ///
    /// @param hosts names and addresses that it is for
    /// @param life as browsers take it: at most 397 days
    public static SelfSigned generate(Collection<String> hosts, Instant now, Duration life, SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair pair = generator.generateKeyPair();
            byte[] toBeSigned = toBeSigned(
                    pair.getPublic().getEncoded(),
                    List.copyOf(hosts),
                    now,
                    life,
                    new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS - 1));
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(pair.getPrivate(), random);
            signature.update(toBeSigned);
            byte[] certificate = Der.sequence(toBeSigned, algorithm(), Der.bitString(signature.sign()));
            return new SelfSigned(
                    Pem.text("CERTIFICATE", certificate),
                    Secret.of(Pem.text("PRIVATE KEY", pair.getPrivate().getEncoded())));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("ECDSA on P-256 is in every JDK", e);
        }
    }

    private static byte[] toBeSigned(
            byte[] publicKey, List<String> hosts, Instant now, Duration life, BigInteger serial) {
        Instant second = now.truncatedTo(ChronoUnit.SECONDS);
        byte[] name = Der.sequence(Der.set(Der.sequence(
                Der.identifier(COMMON_NAME),
                Der.text("Parley, self-signed " + serial.toString(36).substring(0, 8)))));
        byte[] validity = Der.sequence(Der.time(second.minus(BEFORE)), Der.time(second.plus(life)));
        byte[] extensions = Der.sequence(
                extension(BASIC_CONSTRAINTS, Der.sequence()),
                // digitalSignature, the first of the bits.
                extension(KEY_USAGE, new byte[] {0x03, 0x02, 0x07, (byte) 0x80}),
                extension(EXTENDED_KEY_USAGE, Der.sequence(Der.identifier(SERVER), Der.identifier(CLIENT))),
                extension(
                        ALTERNATIVE_NAMES,
                        Der.sequence(hosts.stream().map(SelfSigned::alternative).toArray(byte[][]::new))));
        return Der.sequence(
                Der.value(0xA0, Der.integer(BigInteger.TWO)),
                Der.integer(serial),
                algorithm(),
                name,
                validity,
                name,
                publicKey,
                Der.value(0xA3, extensions));
    }

    private static byte[] algorithm() {
        return Der.sequence(Der.identifier(ECDSA_WITH_SHA256));
    }

    private static byte[] extension(String identifier, byte[] content) {
        // Those that say what the certificate may do must be understood by who uses it.
        boolean critical = identifier.equals(BASIC_CONSTRAINTS) || identifier.equals(KEY_USAGE);
        return critical
                ? Der.sequence(Der.identifier(identifier), Der.yes(), Der.octetString(content))
                : Der.sequence(Der.identifier(identifier), Der.octetString(content));
    }

    private static byte[] alternative(String host) {
        try {
            return Der.value(0x87, InetAddress.ofLiteral(host).getAddress());
        } catch (IllegalArgumentException e) {
            return Der.value(0x82, host.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /// The certificate as the JDK knows it.
    public X509Certificate parsed() {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("it was made here", e);
        }
    }
}
