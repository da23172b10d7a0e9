package dev.parley.socket;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A WebSocket client that does only what it is told: it answers no ping, and reads when asked to.
final class RawClient implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 4096;
    private static final int PATIENCE_MILLIS = 20_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new DataInputStream(socket.getInputStream());
    }

    static RawClient connect(int port, String token) throws IOException {
        Socket socket = new Socket();
        // Small, so that the server soon feels that nothing is read.
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        socket.getOutputStream()
                .write(("GET /v1/socket HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                                + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Authorization: Bearer " + token + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        RawClient client = new RawClient(socket);
        client.skipHead();
        return client;
    }

    private void skipHead() throws IOException {
        int lineEnds = 0;
        while (lineEnds < 4) {
            int c = in.readUnsignedByte();
            lineEnds = c == '\r' || c == '\n' ? lineEnds + 1 : 0;
        }
    }

    /// Reads one frame and throws its payload away.
    ///
    /// @return its opcode
    int readFrame() throws IOException {
        int opcode = in.readUnsignedByte() & 0xF;
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        in.skipNBytes(length);
        return opcode;
    }

    /// Opcodes of everything up to a close frame or the end.
    List<Integer> opcodesUntilClose() throws IOException {
        List<Integer> opcodes = new ArrayList<>();
        try {
            int opcode;
            do {
                opcode = readFrame();
                opcodes.add(opcode);
            } while (opcode != 0x8);
        } catch (EOFException e) {
            // Cut instead.
        }
        return opcodes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
