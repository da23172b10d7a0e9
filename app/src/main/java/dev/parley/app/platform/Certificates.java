package dev.parley.app.platform;

import dev.parley.app.config.ParleyConfig;
import dev.parley.app.config.ServiceName;
import dev.parley.app.config.TlsSettings;
import dev.parley.http.tls.IdentitySource;
import dev.parley.http.tls.PeerTrust;
import dev.parley.http.tls.SelfSigned;
import dev.parley.http.tls.ServerTls;
import dev.parley.http.tls.TlsException;
import dev.parley.storage.embedded.FolderUnusableException;
import dev.parley.storage.embedded.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The certificates of the process: what its ports show, and whom its own calls believe.
public final class Certificates implements AutoCloseable {
    /// As long as browsers take a certificate.
    private static final Duration LIFE = Duration.ofDays(397);

    private static final Duration RENEWAL = Duration.ofDays(30);
    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    private final ParleyConfig config;
    private final InstantSource clock;
    private final Map<IdentitySource, ServerTls> opened = new HashMap<>();
    private final PeerTrust trust;

    private Certificates(ParleyConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.trust = trust(config, clock);
    }

    /// Makes the certificate of this machine when it is asked for and missing, about to end, or for other names.
    ///
    /// @throws TlsException naming the file that cannot be used
    static Certificates open(ParleyConfig config, InstantSource clock, SecureRandom random) {
        if (config.http().tls().selfSigned()) {
            try {
                make(config, clock, random);
            } catch (IOException e) {
                throw new FolderUnusableException(config.data().resolve(TlsSettings.FOLDER), e.toString(), e);
            }
        }
        return new Certificates(config, clock);
    }

    /// How a service of this process shows who it is; null when it speaks plain HTTP.
    synchronized @Nullable ServerTls of(ServiceName service) {
        TlsSettings tls = config.http().tls();
        if (!tls.isOn(service)) {
            return null;
        }
        return opened.computeIfAbsent(
                tls.source(service, config.data()),
                source -> (tls.asksClients()
                                ? ServerTls.of(source, tls.clientAuthorities(), clock)
                                : ServerTls.of(source, clock))
                        .watch(tls.reload()));
    }

    /// Whom the clients of this process believe.
    PeerTrust trust() {
        return trust;
    }

    /// Whom a client on this machine believes, a command's as well. Where services ask for certificates, it shows
    /// the gateway's.
    public static PeerTrust trust(ParleyConfig config, InstantSource clock) {
        TlsSettings tls = config.http().tls();
        PeerTrust trust = PeerTrust.of(tls.trusted(config.data()));
        return tls.asksClients() && tls.isOn(ServiceName.GATEWAY)
                ? trust.showing(ServerTls.of(tls.source(ServiceName.GATEWAY, config.data()), clock))
                : trust;
    }

    private static void make(ParleyConfig config, InstantSource clock, SecureRandom random) throws IOException {
        Path certificate = TlsSettings.selfSignedCertificate(config.data());
        Path key = TlsSettings.selfSignedKey(config.data());
        Set<String> hosts = hosts(config.host());
        if (Files.exists(key) && isGood(certificate, hosts, clock)) {
            return;
        }
        Path folder = config.data().resolve(TlsSettings.FOLDER);
        PrivateFiles.createFolders(folder);
        PrivateFiles.restrictFolder(folder);
        SelfSigned made = SelfSigned.generate(hosts, clock.instant(), LIFE, random);
        // The key first: a certificate without its key would be taken for whole.
        SecretFiles.write(folder, key.getFileName().toString(), made.key().reveal());
        SecretFiles.write(
                folder, certificate.getFileName().toString(), made.certificate().getBytes(StandardCharsets.US_ASCII));
    }

    private static boolean isGood(Path file, Set<String> hosts, InstantSource clock) throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            Set<InetAddress> addresses = new HashSet<>();
            Set<String> names = new HashSet<>();
            for (List<?> name : certificate.getSubjectAlternativeNames()) {
                switch ((Integer) name.getFirst()) {
                    case DNS_NAME -> names.add(String.valueOf(name.get(1)));
                    case ADDRESS -> addresses.add(InetAddress.ofLiteral(String.valueOf(name.get(1))));
                    default -> {}
                }
            }
            boolean covers = hosts.stream()
                    .allMatch(host ->
                            names.contains(host) || isLiteral(host) && addresses.contains(InetAddress.ofLiteral(host)));
            return covers
                    && certificate
                            .getNotAfter()
                            .toInstant()
                            .isAfter(clock.instant().plus(RENEWAL));
        } catch (CertificateException e) {
            return false;
        }
    }

    /// What this machine is called by those who are on it, and the address that it listens on.
    private static Set<String> hosts(String listening) {
        Set<String> hosts = new TreeSet<>(Set.of("localhost", "127.0.0.1", "::1"));
        if (!isLiteral(listening) || !InetAddress.ofLiteral(listening).isAnyLocalAddress()) {
            hosts.add(listening);
        }
        try {
            hosts.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException e) {
            // A machine without a name is reached by its addresses.
        }
        return hosts.stream()
                .filter(host -> isLiteral(host) || host.matches("[a-zA-Z0-9.-]{1,253}"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isLiteral(String host) {
        try {
            return InetAddress.ofLiteral(host).getAddress().length > 0;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Override
    public synchronized void close() {
        opened.values().forEach(ServerTls::close);
    }
}
