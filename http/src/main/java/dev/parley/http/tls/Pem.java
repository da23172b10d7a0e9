package dev.parley.http.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and keys as text (RFC 7468). All that is wrong with a file is a [TlsException] that names it.
final class Pem {
    private static final int MAX_FILE_BYTES = 1 << 20;
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*)-----END \\1-----");

    private Pem() {}

    /// All certificates of a file, at least one.
    static List<X509Certificate> certificates(Path file) {
        List<X509Certificate> found = new ArrayList<>();
        for (Block block : blocks(file)) {
            if (block.label.equals(CERTIFICATE)) {
                found.add(certificate(file, block));
            }
        }
        if (found.isEmpty()) {
            throw new TlsException(file + " holds no certificate (-----BEGIN CERTIFICATE-----)");
        }
        return found;
    }

    /// The one private key of a file, in PKCS#8 or in the older forms of OpenSSL, not encrypted.
    ///
    /// @param publicKey its other half, which says of what kind it is
    static PrivateKey privateKey(Path file, PublicKey publicKey) {
        List<Block> keys = blocks(file).stream()
                .filter(block -> block.label.endsWith("PRIVATE KEY"))
                .toList();
        if (keys.size() != 1) {
            throw new TlsException(
                    file + " must hold one private key (-----BEGIN PRIVATE KEY-----), it holds " + keys.size());
        }
        Block key = keys.getFirst();
        byte[] bytes = switch (key.label) {
            case "PRIVATE KEY" -> key.bytes;
            case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> modern(key.bytes, publicKey);
            default ->
                throw new TlsException(file + " holds an \"" + key.label
                        + "\", which cannot be read: convert it with openssl pkcs8 -topk8 -nocrypt");
        };
        try {
            return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException e) {
            throw new TlsException(
                    file + " holds no " + publicKey.getAlgorithm() + " key, as the certificate needs it", e);
        }
    }

    static String text(String label, byte[] bytes) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }

    /// PKCS#1 and SEC 1 hold what PKCS#8 does but the algorithm, which the public key names in the same form.
    private static byte[] modern(byte[] old, PublicKey publicKey) {
        return Der.sequence(Der.integer(BigInteger.ZERO), Der.first(publicKey.getEncoded()), Der.octetString(old));
    }

    private static X509Certificate certificate(Path file, Block block) {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(block.bytes));
        } catch (CertificateException e) {
            throw new TlsException(file + " holds a certificate that cannot be read", e);
        }
    }

    private static List<Block> blocks(Path file) {
        List<Block> blocks = new ArrayList<>();
        Matcher matcher = BLOCK.matcher(content(file));
        while (matcher.find()) {
            try {
                blocks.add(new Block(matcher.group(1), Base64.getMimeDecoder().decode(matcher.group(2))));
            } catch (IllegalArgumentException e) {
                throw new TlsException(file + " is cut off, or no PEM file", e);
            }
        }
        return blocks;
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new TlsException(file + " is larger than " + MAX_FILE_BYTES + " bytes");
            }
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw new TlsException(file + " is not there", e);
        } catch (IOException e) {
            throw new TlsException(file + " cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /// @param bytes belong to the block: nothing else sees them
    @SuppressWarnings("ArrayRecordComponent")
    private record Block(String label, byte[] bytes) {
        @Override
        public String toString() {
            return label;
        }
    }
}
