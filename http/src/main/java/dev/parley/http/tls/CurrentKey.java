package dev.parley.http.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/// Shows whatever identity is current when a handshake begins.
///
/// A handshake asks for an alias first and then for what belongs to it. The alias therefore names one identity, and
/// the one before is kept: certificate and key of a handshake are never of two identities.
final class CurrentKey extends X509ExtendedKeyManager {
    private final Watched<Identity> watched;
    // Both guarded by this.
    private Identity latest;
    private Identity before;

    CurrentKey(Watched<Identity> watched) {
        this.watched = watched;
        this.latest = watched.current();
        this.before = latest;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(
            String keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return Arrays.stream(keyTypes)
                .map(this::alias)
                .filter(alias -> alias != null)
                .findFirst()
                .orElse(null);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return chooseEngineClientAlias(keyTypes, issuers, null);
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(keyType);
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return getServerAliases(keyType, issuers);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Identity identity = of(alias);
        return identity == null ? null : identity.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Identity identity = of(alias);
        return identity == null ? null : identity.key();
    }

    @SuppressWarnings("ReferenceEquality") // another object is another reading
    private synchronized @Nullable String alias(String keyType) {
        Identity current = watched.current();
        if (current != latest) {
            before = latest;
            latest = current;
        }
        return latest.key().getAlgorithm().equals(keyType) ? name(latest) : null;
    }

    private synchronized @Nullable Identity of(String alias) {
        if (name(latest).equals(alias)) {
            return latest;
        }
        return name(before).equals(alias) ? before : null;
    }

    private static String name(Identity identity) {
        return identity.certificate().getSerialNumber() + "-" + System.identityHashCode(identity);
    }
}
