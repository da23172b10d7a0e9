package dev.parley.http.tls;

import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.TrustOptions;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How the servers of a process show who they are: a certificate with its key, and whose certificates they ask of
/// those who call, if they do. One of these may serve any number of servers.
///
/// 1. TLS 1.3 and 1.2 (RFC 9325), with the suites that the JDK has enabled; no renegotiation, no HTTP/2.
/// 2. Files are looked at every few seconds. A connection that stands keeps what it began with.
/// 3. A certificate that is over, or soon will be, is used all the same and told of in the log: a platform that
///    stops is worse than one that clients complain of.
public final class ServerTls implements AutoCloseable {
    public static final Set<String> PROTOCOLS = Set.of("TLSv1.3", "TLSv1.2");
    /// From the first byte until the handshake is done.
    public static final Duration HANDSHAKE_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration SOON = Duration.ofDays(14);
    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final Watched<Identity> identity;
    private final CurrentKey key;
    private final @Nullable Watched<javax.net.ssl.X509ExtendedTrustManager> clients;
    private final InstantSource clock;
    private final CountDownLatch closed = new CountDownLatch(1);

    private ServerTls(IdentitySource source, @Nullable Path clientAuthorities, InstantSource clock) {
        this.identity = new Watched<>(source.files(), () -> Identity.read(source));
        this.key = new CurrentKey(identity);
        this.clients = clientAuthorities == null ? null : Authorities.watch(List.of(clientAuthorities));
        this.clock = clock;
    }

    /// Shows this identity to whoever calls.
    ///
    /// @throws TlsException naming the file that cannot be used
    public static ServerTls of(IdentitySource source, InstantSource clock) {
        return opened(new ServerTls(source, null, clock));
    }

    /// The same, for callers that show a certificate of one of these authorities; all others are cut off.
    ///
    /// @param clientAuthorities PEM
    /// @throws TlsException naming the file that cannot be used
    public static ServerTls of(IdentitySource source, Path clientAuthorities, InstantSource clock) {
        return opened(new ServerTls(source, clientAuthorities, clock));
    }

    private static ServerTls opened(ServerTls tls) {
        tls.tellOfItsEnd();
        return tls;
    }

    /// Looks at the files again and again, on a thread of its own, until [#close].
    public ServerTls watch(Duration every) {
        Thread.ofVirtual().name("certificates").start(() -> {
            try {
                while (!closed.await(every.toNanos(), TimeUnit.NANOSECONDS)) {
                    look();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return this;
    }

    /// Looks at the files now.
    ///
    /// @return whether the next connection sees something new
    public boolean look() {
        boolean changed = identity.look();
        if (changed) {
            tellOfItsEnd();
        }
        return clients != null && clients.look() || changed;
    }

    /// When the certificate ends.
    public Instant notAfter() {
        return identity.current().certificate().getNotAfter().toInstant();
    }

    /// Makes a server of Vert.x speak TLS.
    public void applyTo(HttpServerOptions options) {
        options.setSsl(true)
                .setUseAlpn(false)
                .setKeyCertOptions(KeyCertOptions.wrap(key))
                .setEnabledSecureTransportProtocols(PROTOCOLS)
                .setSslHandshakeTimeout(HANDSHAKE_TIMEOUT.toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (clients != null) {
            options.setClientAuth(ClientAuth.REQUIRED).setTrustOptions(TrustOptions.wrap(new CurrentTrust(clients)));
        }
    }

    /// For servers that are not Vert.x's. Whether clients are asked for certificates is set on each engine.
    public SSLContext context() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager[] trust =
                    clients == null ? new TrustManager[0] : new TrustManager[] {new CurrentTrust(clients)};
            context.init(new KeyManager[] {key}, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("TLS is in every JDK", e);
        }
    }

    /// Whether who calls must show a certificate.
    public boolean asksClients() {
        return clients != null;
    }

    X509ExtendedKeyManager key() {
        return key;
    }

    private void tellOfItsEnd() {
        Instant end = notAfter();
        if (end.isBefore(clock.instant().plus(SOON))) {
            LOG.warn("the certificate {} ends, or has ended, on {}", identity.current(), end);
        }
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
