package dev.parley.http.tls;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom a client believes that it is who it says, and what the client shows when it is asked the same. The name in
/// the certificate must be the host of the URL in any case (RFC 9110 §4.3.4).
public final class PeerTrust {
    /// The authorities of the JDK.
    public static final PeerTrust SYSTEM = new PeerTrust(null, null);

    private final @Nullable Watched<X509ExtendedTrustManager> authorities;
    private final @Nullable ServerTls own;

    private PeerTrust(@Nullable Watched<X509ExtendedTrustManager> authorities, @Nullable ServerTls own) {
        this.authorities = authorities;
        this.own = own;
    }

    /// These authorities and no others. A certificate that no authority has signed stands for itself.
    ///
    /// @param files PEM; none for the authorities of the JDK
    /// @throws TlsException naming the file that cannot be used
    public static PeerTrust of(List<Path> files) {
        return files.isEmpty() ? SYSTEM : new PeerTrust(Authorities.watch(files), null);
    }

    /// The same, by a client that can show this certificate.
    public PeerTrust showing(ServerTls identity) {
        return new PeerTrust(authorities, identity);
    }

    /// Looks at the files again.
    public void look() {
        if (authorities != null) {
            authorities.look();
        }
    }

    /// Makes a client of Vert.x believe and show this, wherever its URLs say https.
    public HttpClientOptions applyTo(HttpClientOptions options) {
        options.setEnabledSecureTransportProtocols(ServerTls.PROTOCOLS).setVerifyHost(true);
        if (authorities != null) {
            options.setTrustOptions(TrustOptions.wrap(new CurrentTrust(authorities)));
        }
        if (own != null) {
            options.setKeyCertOptions(KeyCertOptions.wrap(own.key()));
        }
        return options;
    }

    /// For clients that are not Vert.x's.
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(
                    own == null ? null : new KeyManager[] {own.key()},
                    authorities == null ? null : new TrustManager[] {new CurrentTrust(authorities)},
                    null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is in every JDK", e);
        }
    }
}
