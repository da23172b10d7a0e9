package dev.parley.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/// Loopback ports.
public final class Ports {
    private static final int CONNECT_MILLIS = 500;
    private static final int LOWEST = 12_000;
    private static final int HIGHEST = 32_000;
    private static final int MOST_TRIES = 1000;
    /// What this process was given before: engines that start beside each other take their ports some seconds
    /// later.
    private static final Set<Integer> GIVEN = ConcurrentHashMap.newKeySet();

    private Ports() {}

    /// Ports that nobody uses now and that were not given out before, all different, below those that the system
    /// gives to outgoing connections: one of these would be taken sooner or later while its server is down.
    public static List<Integer> free(int count) {
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int tries = 0; taken.size() < count; tries++) {
                if (tries == MOST_TRIES) {
                    throw new IllegalStateException("no free port");
                }
                int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST);
                if (GIVEN.add(port)) {
                    bind(port).ifPresent(taken::add);
                }
            }
            return taken.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            taken.forEach(Ports::close);
        }
    }

    private static Optional<ServerSocket> bind(int port) {
        try {
            return Optional.of(new ServerSocket(port, 1, InetAddress.getLoopbackAddress()));
        } catch (IOException inUse) {
            return Optional.empty();
        }
    }

    /// Whether somebody accepts connections on the port.
    public static boolean answers(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static void close(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
