package dev.parley.storage.cluster.s3;

import java.io.FilterInputStream;
import java.io.IOException;
import software.amazon.awssdk.core.ResponseInputStream;

/// The bytes of an object on their way. Closed before its end it drops the connection, as reading a long rest only
/// to keep the connection costs more.
final class ObjectContent extends FilterInputStream {
    private final ResponseInputStream<?> content;
    private boolean ended;

    ObjectContent(ResponseInputStream<?> content) {
        super(content);
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        int read = super.read();
        ended |= read < 0;
        return read;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int read = super.read(bytes, offset, length);
        ended |= read < 0;
        return read;
    }

    @Override
    public void close() throws IOException {
        if (!ended) {
            content.abort();
        }
        super.close();
    }
}
