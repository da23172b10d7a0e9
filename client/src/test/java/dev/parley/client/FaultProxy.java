package dev.parley.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A TCP proxy that does to a connection what networks do: delays, cuts, corrupts, refuses, swallows, resets.
final class FaultProxy implements AutoCloseable {
    private static final byte[] HEAD_END = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final int upstreamPort;
    private final int port;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile ServerSocket server;
    private volatile Thread acceptor = Thread.currentThread();
    private volatile Fault fault = new None();

    private sealed interface Fault {}

    private record None() implements Fault {}

    private record Delay(Duration by) implements Fault {}

    private record Cut(int afterBytes) implements Fault {}

    private record Corrupt(int bodyOffset) implements Fault {}

    private record CorruptRequest(int bodyOffset) implements Fault {}

    private record Swallow() implements Fault {}

    private record Reset() implements Fault {}

    FaultProxy(int upstreamPort) {
        this.upstreamPort = upstreamPort;
        this.server = listen(0);
        this.port = server.getLocalPort();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /// Connections taken so far.
    int accepted() {
        return accepted.get();
    }

    /// From here on everything passes unharmed, on the connections that stand as well.
    void leaveAlone() {
        fault = new None();
    }

    /// From here on everything passes unharmed, on new connections.
    void heal() {
        fault = new None();
        dropConnections();
        if (server.isClosed()) {
            server = listen(port);
        }
    }

    /// Answers come so much later.
    void delay(Duration by) {
        fault = new Delay(by);
    }

    /// The connection ends after so many bytes of an answer.
    void cutAfter(int bytes) {
        fault = new Cut(bytes);
    }

    /// One bit of the answer's body changes.
    void corruptBodyAt(int offset) {
        fault = new Corrupt(offset);
    }

    /// One bit of the request's body changes.
    void corruptRequestBodyAt(int offset) {
        fault = new CorruptRequest(offset);
    }

    /// Requests arrive nowhere, and nothing comes back.
    void swallow() {
        fault = new Swallow();
    }

    /// Answers turn into TCP resets.
    void reset() {
        fault = new Reset();
    }

    /// Nobody listens.
    void refuse() {
        close(server);
        // The socket goes on listening until the thread that accepts has left it.
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        dropConnections();
    }

    @Override
    public void close() {
        closed.countDown();
        refuse();
    }

    private ServerSocket listen(int wantedPort) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.setReuseAddress(true);
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wantedPort));
            acceptor = Thread.ofVirtual().start(() -> accept(listening));
            return listening;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void accept(ServerSocket listening) {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                accepted.incrementAndGet();
                sockets.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                Socket upstream = new Socket(InetAddress.getLoopbackAddress(), upstreamPort)) {
            sockets.add(upstream);
            Thread answers = Thread.ofVirtual().start(() -> passAnswers(upstream, client));
            InputStream in = client.getInputStream();
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (fault instanceof CorruptRequest(int bodyOffset)) {
                    flip(buffer, n, bodyOffset);
                }
                if (!(fault instanceof Swallow)) {
                    upstream.getOutputStream().write(buffer, 0, n);
                }
            }
            answers.interrupt();
        } catch (IOException e) {
            close(client);
        }
    }

    private void passAnswers(Socket upstream, Socket client) {
        int passed = 0;
        try {
            InputStream in = upstream.getInputStream();
            OutputStream out = client.getOutputStream();
            byte[] buffer = new byte[65_536];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                int length = n;
                switch (fault) {
                    case None none -> {}
                    case CorruptRequest request -> {}
                    case Swallow swallow -> length = 0;
                    case Delay(Duration by) -> closed.await(by.toMillis(), TimeUnit.MILLISECONDS);
                    case Cut(int afterBytes) -> length = Math.min(n, Math.max(0, afterBytes - passed));
                    case Corrupt(int bodyOffset) -> flip(buffer, n, bodyOffset);
                    case Reset reset -> {
                        client.setSoLinger(true, 0);
                        length = 0;
                    }
                }
                out.write(buffer, 0, length);
                passed += length;
                if (length < n && !(fault instanceof Swallow)) {
                    client.close();
                }
            }
            client.close();
        } catch (IOException | InterruptedException e) {
            close(client);
        }
    }

    private static void flip(byte[] buffer, int length, int bodyOffset) {
        for (int i = 0; i + HEAD_END.length <= length; i++) {
            if (java.util.Arrays.equals(buffer, i, i + HEAD_END.length, HEAD_END, 0, HEAD_END.length)) {
                buffer[i + HEAD_END.length + bodyOffset] ^= 0x04;
                return;
            }
        }
    }

    private void dropConnections() {
        sockets.forEach(FaultProxy::close);
        sockets.clear();
    }

    private static void close(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
