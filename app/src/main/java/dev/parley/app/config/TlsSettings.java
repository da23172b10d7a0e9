package dev.parley.app.config;

import dev.parley.core.secret.Secret;
import dev.parley.http.tls.IdentitySource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// TLS on the ports of the process: PEM files, a keystore, or a certificate made here; none of them means plain
/// HTTP.
///
/// @param certificate PEM: the certificate, then those that lead up to the authority
/// @param key PEM: its private key
/// @param keystore PKCS#12 with both, instead
/// @param selfSigned a certificate for this machine, made and kept in the data folder, instead
/// @param clientAuthorities PEM: whoever calls must show a certificate of one of these
/// @param services that speak TLS, `socket` for both nodes; none means all
/// @param certificates of single services, instead of the one of all
/// @param keys of the same services
/// @param authorities PEM: who is believed where other services are called by https; empty for the JDK's
/// @param reload how often the files are looked at
public record TlsSettings(
        Path certificate,
        Path key,
        Path keystore,
        Secret keystorePassword,
        boolean selfSigned,
        Path clientAuthorities,
        List<String> services,
        Map<String, Path> certificates,
        Map<String, Path> keys,
        Path authorities,
        Duration reload) {
    private static final Path NOWHERE = Path.of("");
    /// In the data folder.
    public static final String FOLDER = "tls-self-signed";

    public static final TlsSettings NONE = new TlsSettings(
            NOWHERE,
            NOWHERE,
            NOWHERE,
            Secret.of(""),
            false,
            NOWHERE,
            List.of(),
            Map.of(),
            Map.of(),
            NOWHERE,
            Duration.ofSeconds(10));

    public TlsSettings {
        services = List.copyOf(services);
        certificates = Map.copyOf(certificates);
        keys = Map.copyOf(keys);
        require(isSet(certificate) == isSet(key), "key: certificate and key are given together");
        long ways = Stream.of(isSet(certificate), isSet(keystore), selfSigned)
                .filter(given -> given)
                .count();
        require(ways <= 1, "certificate: only one of certificate, keystore and selfSigned");
        require(certificates.keySet().equals(keys.keySet()), "keys: certificates and keys name the same services");
        Set<String> known = known();
        services.forEach(name ->
                require(known.contains(name) || name.equals("socket"), "services: there is no service " + name));
        certificates
                .keySet()
                .forEach(name -> require(known.contains(name), "certificates: there is no service " + name));
        require(
                ways == 1 || !certificates.isEmpty() || (services.isEmpty() && !isSet(clientAuthorities)),
                "certificate: needs a certificate, a keystore or selfSigned");
        require(reload.isPositive(), "reload: must be positive");
    }

    /// The same with a certificate made here, unless there is one.
    public TlsSettings withSelfSigned() {
        return new TlsSettings(
                certificate,
                key,
                keystore,
                keystorePassword,
                !isSet(certificate) && !isSet(keystore),
                clientAuthorities,
                services,
                certificates,
                keys,
                authorities,
                reload);
    }

    /// Whether the port of this service speaks TLS.
    public boolean isOn(ServiceName service) {
        boolean meant = services.isEmpty() || ServiceName.list(services).contains(service);
        boolean known = isSet(certificate) || isSet(keystore) || selfSigned || certificates.containsKey(service.word());
        return meant && known;
    }

    /// Whether this service shows the certificate that was made here.
    public boolean isSelfSigned(ServiceName service) {
        return selfSigned && isOn(service) && !certificates.containsKey(service.word());
    }

    /// What this service shows, where it speaks TLS.
    ///
    /// @param data the data folder
    public IdentitySource source(ServiceName service, Path data) {
        Path own = certificates.get(service.word());
        Path ownKey = keys.get(service.word());
        if (own != null && ownKey != null) {
            return new IdentitySource.PemFiles(own, ownKey);
        }
        if (isSet(keystore)) {
            return new IdentitySource.KeyStoreFile(keystore, keystorePassword);
        }
        return selfSigned
                ? new IdentitySource.PemFiles(selfSignedCertificate(data), selfSignedKey(data))
                : new IdentitySource.PemFiles(certificate, key);
    }

    /// Whether whoever calls must show a certificate.
    public boolean asksClients() {
        return isSet(clientAuthorities);
    }

    /// Whom our own clients believe; none for the authorities of the JDK.
    ///
    /// @param data the data folder
    public List<Path> trusted(Path data) {
        return Stream.of(isSet(authorities) ? authorities : NOWHERE, selfSigned ? selfSignedCertificate(data) : NOWHERE)
                .filter(TlsSettings::isSet)
                .toList();
    }

    /// Where the certificate lies that is made here.
    public static Path selfSignedCertificate(Path data) {
        return data.resolve(FOLDER).resolve("certificate.pem");
    }

    /// Where its key lies.
    public static Path selfSignedKey(Path data) {
        return data.resolve(FOLDER).resolve("key.pem");
    }

    private static Set<String> known() {
        return Set.copyOf(Stream.of(ServiceName.values()).map(ServiceName::word).toList());
    }

    private static boolean isSet(Path path) {
        return !path.toString().isEmpty();
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }
}
