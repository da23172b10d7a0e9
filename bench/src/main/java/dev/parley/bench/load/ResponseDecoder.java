package dev.parley.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;

/// Finds the end of HTTP/1.1 responses that name their length, and nothing more: a full parser would cost as much
/// as the server that is measured. Responses without `content-length` are taken to have no body.
final class ResponseDecoder extends ByteToMessageDecoder {
    private static final byte[] CONTENT_LENGTH =
            "\ncontent-length:".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    record Answer(int status) {}

    @Override
    protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
        int start = in.readerIndex();
        int headEnd = endOfHead(in);
        if (headEnd < 0) {
            return;
        }
        int length = contentLength(in, start, headEnd);
        if (in.writerIndex() < headEnd + length) {
            return;
        }
        int status = (in.getByte(start + 9) - '0') * 100
                + (in.getByte(start + 10) - '0') * 10
                + (in.getByte(start + 11) - '0');
        in.readerIndex(headEnd + length);
        out.add(new Answer(status));
    }

    private static int endOfHead(ByteBuf in) {
        int from = in.readerIndex();
        while (true) {
            int lineFeed = in.indexOf(from, in.writerIndex(), (byte) '\n');
            if (lineFeed < 0 || lineFeed + 2 >= in.writerIndex()) {
                return -1;
            }
            if (in.getByte(lineFeed + 1) == '\r' && in.getByte(lineFeed + 2) == '\n') {
                return lineFeed + 3;
            }
            from = lineFeed + 1;
        }
    }

    private static int contentLength(ByteBuf in, int start, int headEnd) {
        for (int i = in.indexOf(start, headEnd, (byte) '\n'); i >= 0; i = in.indexOf(i + 1, headEnd, (byte) '\n')) {
            if (matches(in, i, headEnd)) {
                int length = 0;
                for (int j = i + CONTENT_LENGTH.length; j < headEnd; j++) {
                    byte digit = in.getByte(j);
                    if (digit >= '0' && digit <= '9') {
                        length = length * 10 + digit - '0';
                    } else if (digit == '\r') {
                        return length;
                    }
                }
            }
        }
        return 0;
    }

    private static boolean matches(ByteBuf in, int at, int headEnd) {
        if (at + CONTENT_LENGTH.length > headEnd) {
            return false;
        }
        for (int k = 0; k < CONTENT_LENGTH.length; k++) {
            byte actual = in.getByte(at + k);
            byte lower = actual >= 'A' && actual <= 'Z' ? (byte) (actual + 32) : actual;
            if (lower != CONTENT_LENGTH[k]) {
                return false;
            }
        }
        return true;
    }
}
