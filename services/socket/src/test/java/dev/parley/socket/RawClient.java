package dev.parley.socket;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
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

    /// A frame of the server.
    @SuppressWarnings("ArrayRecordComponent") // read, never compared
    record Frame(int firstByte, byte[] payload) {
        int opcode() {
            return firstByte & 0xF;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        /// Of a close frame; 1005 when it says none (RFC 6455 §7.4.1).
        int closeCode() {
            return payload.length < 2 ? 1005 : ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
        }

        String closeReason() {
            return new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
        }
    }

    static RawClient connect(int port, String token) throws IOException {
        RawClient client = handshake(
                port,
                "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nAuthorization: Bearer " + token + "\r\n");
        client.head();
        return client;
    }

    /// Sends the head of a request with these header lines, and reads nothing.
    static RawClient handshake(int port, String headers) throws IOException {
        Socket socket = new Socket();
        // Small, so that the server soon feels that nothing is read.
        socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.getOutputStream()
                .write(("GET /v1/socket HTTP/1.1\r\nHost: 127.0.0.1\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return new RawClient(socket);
    }

    /// Status line and headers of the answer to the handshake.
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /// Sends a frame of at most 125 bytes as clients must, masked.
    void send(int firstByte, byte[] payload) throws IOException {
        byte[] mask = {1, 2, 3, 4};
        byte[] frame = new byte[6 + payload.length];
        frame[0] = (byte) firstByte;
        frame[1] = (byte) (0x80 | payload.length);
        System.arraycopy(mask, 0, frame, 2, 4);
        for (int i = 0; i < payload.length; i++) {
            frame[6 + i] = (byte) (payload[i] ^ mask[i % 4]);
        }
        sendBytes(frame);
    }

    void sendText(String text) throws IOException {
        send(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendBytes(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Frame next() throws IOException {
        int firstByte = in.readUnsignedByte();
        long length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = in.readLong();
        }
        return new Frame(firstByte, in.readNBytes((int) length));
    }

    /// Skips what comes before it.
    Frame nextClose() throws IOException {
        Frame frame = next();
        while (frame.opcode() != 0x8) {
            frame = next();
        }
        return frame;
    }

    /// Whether the server has ended the connection: there is nothing left to read.
    boolean ended() throws IOException {
        return in.read() < 0;
    }

    /// Reads one frame and throws its payload away.
    ///
    /// @return its opcode
    int readFrame() throws IOException {
        return next().opcode();
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
        } catch (EOFException | SocketException e) {
            // Cut instead.
        }
        return opcodes;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
