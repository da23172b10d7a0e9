package dev.parley.app.platform;

import dev.parley.app.config.ServiceName;
import dev.parley.core.health.Dependency;
import dev.parley.socket.SocketEndpoint;
import dev.parley.socket.SocketPeers;
import dev.parley.socket.SocketServer;
import dev.parley.storage.signal.Signals;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/// One node of the socket service.
final class SocketWiring {
    private SocketWiring() {}

    static Standing start(Foundation foundation, Peers peers, Shared shared, ServiceName node, MeterRegistry metrics) {
        Signals signals = foundation.storage.signals();
        SocketPeers asked = new SocketPeers(
                shared.authenticator(node),
                shared.revocations(),
                peers.conversations(node),
                peers.messages(node),
                signals);
        SocketEndpoint endpoint = new SocketEndpoint(
                node.word(),
                List.of(new Dependency("signals", signals::check), shared.revocationsTold()),
                metrics,
                foundation.ids,
                foundation.clock);
        return new Standing.OverSocket(SocketServer.start(
                foundation
                        .config
                        .socket()
                        .at(foundation.config.host(), foundation.config.port(node))
                        .withTls(foundation.certificates.of(node)),
                asked,
                endpoint));
    }
}
