package dev.parley.storage.cluster.s3;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A network that changes some bytes on their way to the server, and tells nobody.
final class ChangingProxy implements AutoCloseable {
    private final ServerSocket server;
    private final int target;
    private final String from;
    private final String to;
    private final Queue<Socket> sockets = new ConcurrentLinkedQueue<>();

    private ChangingProxy(ServerSocket server, int target, String from, String to) {
        this.server = server;
        this.target = target;
        this.from = from;
        this.to = to;
    }

    /// @param to as long as `from`
    static ChangingProxy to(int port, String from, String to) {
        try {
            ChangingProxy proxy =
                    new ChangingProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), port, from, to);
            Thread.startVirtualThread(proxy::accept);
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = server.accept();
                Socket beyond = new Socket(InetAddress.getLoopbackAddress(), target);
                sockets.add(client);
                sockets.add(beyond);
                Thread.startVirtualThread(() -> copy(client, beyond, from));
                Thread.startVirtualThread(() -> copy(beyond, client, ""));
            }
        } catch (IOException e) {
            close();
        }
    }

    private void copy(Socket source, Socket sink, String changed) {
        try (InputStream in = source.getInputStream();
                OutputStream out = sink.getOutputStream()) {
            byte[] buffer = new byte[16_384];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                String text = new String(buffer, 0, read, StandardCharsets.ISO_8859_1);
                String sent = changed.isEmpty() ? text : text.replace(changed, to);
                out.write(sent.getBytes(StandardCharsets.ISO_8859_1));
                out.flush();
            }
        } catch (IOException e) {
            closeQuietly(source);
            closeQuietly(sink);
        }
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        sockets.forEach(ChangingProxy::closeQuietly);
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
