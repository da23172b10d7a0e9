package dev.parley.app.platform;

import dev.parley.api.auth.SessionSignals;
import dev.parley.api.crypto.CryptoSignals;
import dev.parley.api.crypto.CryptoSignals.DestroyedKey;
import dev.parley.app.config.ServiceName;
import dev.parley.client.audit.AuditTrail;
import dev.parley.client.seal.DataKeyRing;
import dev.parley.client.token.RevocationFeed;
import dev.parley.client.token.TokenVerifier;
import dev.parley.core.health.Dependency;
import dev.parley.core.id.TenantId;
import dev.parley.http.Authenticator;
import dev.parley.storage.embedded.FolderUnusableException;
import dev.parley.storage.signal.Signals;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Path;

/// What the services of a process share with one another: one audit trail, one feed of revoked sessions, one ring
/// of data keys. Each is made when it is first asked for, and waits for the service behind it.
final class Shared implements AutoCloseable {
    private final Foundation foundation;
    private final Peers peers;
    private final ServiceName asker;
    private final AuditTrail trail;
    private final Once<RevocationFeed> revocations;
    private final Once<DataKeyRing> ring;

    /// @param asker the service in whose name the process asks others about what its services share
    Shared(Foundation foundation, Peers peers, ServiceName asker, MeterRegistry metrics) {
        this.foundation = foundation;
        this.peers = peers;
        this.asker = asker;
        this.trail = openTrail(metrics);
        this.revocations = new Once<>(this::openFeed);
        this.ring = new Once<>(this::openRing);
    }

    AuditTrail audit() {
        return trail;
    }

    RevocationFeed revocations() {
        return revocations.get();
    }

    /// Whether it is known who was revoked: without it a service lets nobody in.
    Dependency revocationsTold() {
        return new Dependency("revocations", () -> revocations().check());
    }

    DataKeyRing dataKeys() {
        return ring.get();
    }

    /// Tells who holds a token, for one service.
    Authenticator authenticator(ServiceName service) {
        return new TokenVerifier(
                peers.sessions(service), revocations(), foundation.tokens, service.role(), foundation.clock);
    }

    private AuditTrail openTrail(MeterRegistry metrics) {
        Path folder = foundation.config.data().resolve("spool");
        try {
            return AuditTrail.open(
                    foundation.config.audit().of(asker.role(), folder),
                    // The trail starts before compliance does: its first delivery waits.
                    new LateAudit(() -> peers.audit(asker)),
                    foundation.clock,
                    foundation.random,
                    metrics);
        } catch (IOException e) {
            throw new FolderUnusableException(folder, e.toString(), e);
        }
    }

    private RevocationFeed openFeed() {
        RevocationFeed feed = new RevocationFeed(peers.sessions(asker), foundation.clock);
        Signals signals = foundation.storage.signals();
        signals.subscribe(
                TenantId.DEFAULT, SessionSignals.REVOKED, payload -> feed.revoked(SessionSignals.decode(payload)));
        feed.start();
        return feed;
    }

    private DataKeyRing openRing() {
        DataKeyRing keys = new DataKeyRing(peers.dataKeys(asker));
        foundation.storage.signals().subscribe(TenantId.DEFAULT, CryptoSignals.DATA_KEY_DESTROYED, payload -> {
            DestroyedKey destroyed = DestroyedKey.decode(payload);
            keys.forget(destroyed.tenant(), destroyed.id());
        });
        return keys;
    }

    /// Ends the feed and brings what was recorded to compliance.
    @Override
    public void close() throws IOException {
        revocations.ifMade(RevocationFeed::close);
        trail.close();
    }
}
