package dev.parley.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;

/// WebSocket frames as a server sends them (RFC 6455 §5.2): whole, not masked, header and payload in one buffer, so
/// that the same bytes can go to any number of connections.
final class Frames {
    private static final int FINAL_TEXT = 0x81;
    private static final int FINAL_CLOSE = 0x88;
    private static final int FINAL_PING = 0x89;
    private static final int FINAL_PONG = 0x8A;
    private static final int MAX_SHORT = 125;
    private static final int MAX_MEDIUM = 0xFFFF;
    private static final int MAX_HEADER = 10;

    private Frames() {}

    static ByteBuf text(ByteBufAllocator allocator, byte[] utf8) {
        int length = utf8.length;
        ByteBuf frame = allocator.directBuffer(MAX_HEADER + length);
        frame.writeByte(FINAL_TEXT);
        if (length <= MAX_SHORT) {
            frame.writeByte(length);
        } else if (length <= MAX_MEDIUM) {
            frame.writeByte(126).writeShort(length);
        } else {
            frame.writeByte(127).writeLong(length);
        }
        return frame.writeBytes(utf8);
    }

    static ByteBuf close(ByteBufAllocator allocator, int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        ByteBuf frame = allocator.directBuffer(4 + text.length);
        return frame.writeByte(FINAL_CLOSE)
                .writeByte(2 + text.length)
                .writeShort(code)
                .writeBytes(text);
    }

    /// A close frame without a code, in answer to one that had none.
    static ByteBuf close(ByteBufAllocator allocator) {
        return allocator.directBuffer(2).writeByte(FINAL_CLOSE).writeByte(0);
    }

    static ByteBuf ping(ByteBufAllocator allocator) {
        return allocator.directBuffer(2).writeByte(FINAL_PING).writeByte(0);
    }

    /// @param payload of the ping, at most 125 bytes
    static ByteBuf pong(ByteBufAllocator allocator, ByteBuf payload) {
        ByteBuf frame = allocator.directBuffer(2 + payload.readableBytes());
        return frame.writeByte(FINAL_PONG).writeByte(payload.readableBytes()).writeBytes(payload);
    }
}
