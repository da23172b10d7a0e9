package dev.parley.client;

import dev.parley.api.crypto.KeysApi;
import dev.parley.api.crypto.NamedKey;
import dev.parley.core.caller.Caller;
import org.jspecify.annotations.Nullable;

/// [KeysApi] over HTTP. Encrypting and decrypting change nothing, so they may be repeated; rotating may not.
public final class HttpKeys implements KeysApi {
    private final ParleyHttp http;
    private final Credentials credentials;

    public HttpKeys(ParleyHttp http, Credentials credentials) {
        this.http = http;
        this.credentials = credentials;
    }

    @Override
    public NamedKey create(Caller caller, String name) {
        return http.call(as(caller, Call.put("/v1/keys/{}", name)), NamedKey.class);
    }

    @Override
    public NamedKey key(Caller caller, String name) {
        return http.call(as(caller, Call.get("/v1/keys/{}", name)), NamedKey.class);
    }

    @Override
    public NamedKey rotate(Caller caller, String name) {
        return http.call(as(caller, Call.post("/v1/keys/{}/rotate", name)), NamedKey.class);
    }

    @Override
    public String encrypt(Caller caller, String name, byte[] plaintext, byte[] associatedData) {
        Call call = Call.post("/v1/keys/{}/encrypt", name)
                .json(new Plain(plaintext, orNull(associatedData)))
                .repeatable();
        return http.call(as(caller, call), Encrypted.class).ciphertext;
    }

    @Override
    public byte[] decrypt(Caller caller, String name, String ciphertext, byte[] associatedData) {
        Call call = Call.post("/v1/keys/{}/decrypt", name)
                .json(new Sealed(ciphertext, orNull(associatedData)))
                .repeatable();
        return http.call(as(caller, call), Decrypted.class).plaintext;
    }

    private Call as(Caller caller, Call call) {
        return call.bearer(credentials.forCaller(http.target(), caller));
    }

    private static byte @Nullable [] orNull(byte[] bytes) {
        return bytes.length == 0 ? null : bytes;
    }

    @SuppressWarnings("ArrayRecordComponent") // bodies, written once
    private record Plain(byte[] plaintext, byte @Nullable [] associatedData) {}

    @SuppressWarnings("ArrayRecordComponent") // bodies, written once
    private record Sealed(String ciphertext, byte @Nullable [] associatedData) {}

    private record Encrypted(String ciphertext) {}

    @SuppressWarnings("ArrayRecordComponent") // a body, read once
    private record Decrypted(byte[] plaintext) {}
}
