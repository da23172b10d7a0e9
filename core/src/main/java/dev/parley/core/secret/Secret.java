package dev.parley.core.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/// Secret bytes: a key, a password, a token. Never printed, compared in time that depends only on the length, wiped
/// on [#close].
///
/// The constructor copies; [#reveal] copies out, and is named so that every use can be searched for.
public final class Secret implements AutoCloseable {
    private final byte[] bytes;
    private boolean closed;

    private Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Secret of(byte[] bytes) {
        return new Secret(bytes.clone());
    }

    public static Secret of(String text) {
        return new Secret(text.getBytes(StandardCharsets.UTF_8));
    }

    /// A copy of the bytes. The caller wipes it when that matters.
    ///
    /// @throws IllegalStateException after [#close]
    public byte[] reveal() {
        if (closed) {
            throw new IllegalStateException("this secret was wiped");
        }
        return bytes.clone();
    }

    /// A secret of the same bytes that outlives this one.
    ///
    /// @throws IllegalStateException after [#close]
    public Secret copy() {
        return new Secret(reveal());
    }

    public int lengthBytes() {
        return bytes.length;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        closed = true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        // One bucket for all: a hash of the content would leak it into whatever prints hash codes.
        return Secret.class.hashCode();
    }

    @Override
    public String toString() {
        return "Secret[" + bytes.length + " bytes]";
    }
}
