package dev.parley.http.tls;

import dev.parley.http.tls.IdentitySource.KeyStoreFile;
import dev.parley.http.tls.IdentitySource.PemFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// A certificate, those that lead from it to an authority, and its private key.
record Identity(List<X509Certificate> chain, PrivateKey key) {
    private static final byte[] PROBE = {'p', 'a', 'r', 'l', 'e', 'y'};

    Identity {
        chain = List.copyOf(chain);
    }

    /// Reads the files as they are now.
    ///
    /// @throws TlsException naming the file that cannot be used
    static Identity read(IdentitySource source) {
        Identity identity = switch (source) {
            case PemFiles(Path certificate, Path key) -> {
                List<X509Certificate> chain = Pem.certificates(certificate);
                yield new Identity(chain, Pem.privateKey(key, chain.getFirst().getPublicKey()));
            }
            case KeyStoreFile store -> load(store);
        };
        if (!identity.fitsTogether()) {
            throw new TlsException(source.files().getLast() + " holds the key of another certificate");
        }
        return identity;
    }

    X509Certificate certificate() {
        return chain.getFirst();
    }

    private static Identity load(KeyStoreFile store) {
        byte[] secret = store.password().reveal();
        char[] password = StandardCharsets.UTF_8.decode(ByteBuffer.wrap(secret)).array();
        try (InputStream in = Files.newInputStream(store.file())) {
            KeyStore content = KeyStore.getInstance("PKCS12");
            content.load(in, password);
            List<Identity> found = new ArrayList<>();
            for (String alias : Collections.list(content.aliases())) {
                Certificate[] chain = content.getCertificateChain(alias);
                if (chain != null && content.getKey(alias, password) instanceof PrivateKey key) {
                    found.add(new Identity(
                            Arrays.stream(chain)
                                    .map(X509Certificate.class::cast)
                                    .toList(),
                            key));
                }
            }
            if (found.size() != 1) {
                throw new TlsException(
                        store.file() + " must hold one key with its certificate, it holds " + found.size());
            }
            return found.getFirst();
        } catch (NoSuchFileException e) {
            throw new TlsException(store.file() + " is not there", e);
        } catch (GeneralSecurityException | IOException e) {
            throw new TlsException(store.file() + " is no PKCS#12 file of this password", e);
        } finally {
            Arrays.fill(secret, (byte) 0);
            Arrays.fill(password, '\0');
        }
    }

    /// Whether what the key signs is what the certificate verifies.
    private boolean fitsTogether() {
        PublicKey publicKey = certificate().getPublicKey();
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /// Without the key.
    @Override
    public String toString() {
        return certificate().getSubjectX500Principal() + " until "
                + certificate().getNotAfter().toInstant();
    }
}
