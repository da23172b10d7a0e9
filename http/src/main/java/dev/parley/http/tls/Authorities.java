package dev.parley.http.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// The certificates of some PEM files as what is trusted, and nothing besides.
final class Authorities {
    private Authorities() {}

    static Watched<X509ExtendedTrustManager> watch(List<Path> files) {
        return new Watched<>(files, () -> read(files));
    }

    private static X509ExtendedTrustManager read(List<Path> files) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            for (Path file : files) {
                for (X509Certificate certificate : Pem.certificates(file)) {
                    trusted.setCertificateEntry("authority-" + trusted.size(), certificate);
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(trusted);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager x509) {
                    return x509;
                }
            }
            throw new IllegalStateException("PKIX is about X.509");
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new TlsException(files + " cannot be used as authorities: " + e.getMessage(), e);
        }
    }
}
