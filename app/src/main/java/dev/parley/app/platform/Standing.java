package dev.parley.app.platform;

import dev.parley.http.HttpServer;
import dev.parley.socket.SocketServer;
import java.time.Duration;

/// A service that listens on its port, whatever it speaks there.
sealed interface Standing {
    int port();

    void ready();

    /// Says goodbye to whoever is connected, lets requests in flight finish, and stops listening.
    void drain(Duration timeout);

    record OverHttp(HttpServer server) implements Standing {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public void ready() {
            server.ready(true);
        }

        @Override
        public void drain(Duration timeout) {
            server.drain(timeout);
        }
    }

    record OverSocket(SocketServer server) implements Standing {
        @Override
        public int port() {
            return server.port();
        }

        @Override
        public void ready() {
            server.ready(true);
        }

        @Override
        public void drain(Duration timeout) {
            server.drain(timeout);
        }
    }
}
