package dev.parley.app.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class ProbeTest {
    @Test
    void isPleasedWhenWhoListensIsAlive() throws IOException {
        HttpServer alive = answering(200);
        try {
            assertThat(Probe.alive(port(alive))).isTrue();
            assertThat(Probe.alive(nobody(), port(alive), nobody())).isTrue();
        } finally {
            alive.stop(0);
        }
    }

    @Test
    void complainsWhenOneOfThemIsNot() throws IOException {
        HttpServer alive = answering(200);
        HttpServer sick = answering(503);
        try {
            assertThat(Probe.alive(port(alive), port(sick))).isFalse();
        } finally {
            alive.stop(0);
            sick.stop(0);
        }
    }

    @Test
    void complainsWhenNobodyListens() throws IOException {
        assertThat(Probe.alive(nobody(), nobody())).isFalse();
    }

    private static HttpServer answering(int status) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static int port(HttpServer server) {
        return server.getAddress().getPort();
    }

    private static int nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
