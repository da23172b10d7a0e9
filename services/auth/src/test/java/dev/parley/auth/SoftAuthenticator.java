package dev.parley.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/// An authenticator with one passkey, and the browser before it: what WebAuthn §6 and §7 say that they answer, byte
/// by byte. Each part can be made to lie.
final class SoftAuthenticator {
    static final String ORIGIN = "http://localhost:3000";
    private static final int USER_PRESENT = 0x01;
    private static final int USER_VERIFIED = 0x04;
    private static final int BACKUP_ELIGIBLE = 0x08;
    private static final int BACKED_UP = 0x10;
    private static final int HAS_CREDENTIAL = 0x40;
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    String origin = ORIGIN;
    String relyingParty = "localhost";
    String makingType = "webauthn.create";
    String usingType = "webauthn.get";
    boolean verifiesUser = true;
    boolean synced;
    boolean crossOrigin;
    long counter;
    /// 0 for an authenticator that does not count.
    long countsBy = 1;

    private final KeyPair keys;
    private final byte[] credentialId = new byte[32];
    private String userHandle = "";

    SoftAuthenticator() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            keys = generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
        new SecureRandom().nextBytes(credentialId);
    }

    private SoftAuthenticator(SoftAuthenticator original) {
        keys = original.keys;
        System.arraycopy(original.credentialId, 0, credentialId, 0, credentialId.length);
        userHandle = original.userHandle;
        counter = original.counter;
    }

    /// Another one with the same key, as it is now.
    SoftAuthenticator cloned() {
        return new SoftAuthenticator(this);
    }

    String id() {
        return ENCODER.encodeToString(credentialId);
    }

    /// What `navigator.credentials.create` answers.
    JsonNode make(JsonNode options) {
        userHandle = options.path("user").path("id").textValue();
        ByteBuffer data = authenticatorData(HAS_CREDENTIAL, 18 + credentialId.length + 77);
        data.put(new byte[16])
                .putShort((short) credentialId.length)
                .put(credentialId)
                .put(coseKey());
        ByteArrayOutputStream attestation = new ByteArrayOutputStream();
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": h'…'}
        write(attestation, new byte[] {(byte) 0xA3, 0x63}, text("fmt"), new byte[] {0x64}, text("none"));
        write(attestation, new byte[] {0x67}, text("attStmt"), new byte[] {(byte) 0xA0, 0x68}, text("authData"));
        write(attestation, new byte[] {0x59, 0x00, (byte) data.capacity()}, data.array());
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("clientDataJSON", ENCODER.encodeToString(clientData(makingType, options)));
        response.put("attestationObject", ENCODER.encodeToString(attestation.toByteArray()));
        response.putArray("transports").add("internal");
        return credential(response);
    }

    /// What `navigator.credentials.get` answers.
    JsonNode use(JsonNode options) {
        counter += countsBy;
        byte[] data = authenticatorData(0, 0).array();
        byte[] client = clientData(usingType, options);
        ObjectNode response = JsonNodeFactory.instance.objectNode();
        response.put("clientDataJSON", ENCODER.encodeToString(client));
        response.put("authenticatorData", ENCODER.encodeToString(data));
        response.put("signature", ENCODER.encodeToString(sign(data, sha256(client))));
        response.put("userHandle", userHandle);
        return credential(response);
    }

    private ObjectNode credential(ObjectNode response) {
        ObjectNode credential = JsonNodeFactory.instance.objectNode();
        credential.put("id", id()).put("rawId", id()).put("type", "public-key");
        credential.put("authenticatorAttachment", "platform");
        credential.putObject("clientExtensionResults");
        credential.set("response", response);
        return credential;
    }

    private byte[] clientData(String type, JsonNode options) {
        ObjectNode client = JsonNodeFactory.instance.objectNode();
        client.put("type", type).put("challenge", options.path("challenge").textValue());
        client.put("origin", origin).put("crossOrigin", crossOrigin);
        return Json.bytes(client);
    }

    private ByteBuffer authenticatorData(int moreFlags, int moreBytes) {
        int flags = USER_PRESENT
                | (verifiesUser ? USER_VERIFIED : 0)
                | (synced ? BACKUP_ELIGIBLE | BACKED_UP : 0)
                | moreFlags;
        return ByteBuffer.allocate(37 + moreBytes)
                .put(sha256(text(relyingParty)))
                .put((byte) flags)
                .putInt((int) counter);
    }

    /// RFC 9053 §7.1.1: kty EC2, alg ES256, crv P-256, x, y.
    private byte[] coseKey() {
        var point = ((ECPublicKey) keys.getPublic()).getW();
        ByteArrayOutputStream key = new ByteArrayOutputStream();
        write(key, new byte[] {(byte) 0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20});
        write(key, coordinate(point.getAffineX().toByteArray()));
        write(key, new byte[] {0x22, 0x58, 0x20}, coordinate(point.getAffineY().toByteArray()));
        return key.toByteArray();
    }

    private static byte[] coordinate(byte[] number) {
        byte[] fixed = new byte[32];
        int length = Math.min(number.length, fixed.length);
        System.arraycopy(number, number.length - length, fixed, fixed.length - length, length);
        return fixed;
    }

    private byte[] sign(byte[]... parts) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initSign(keys.getPrivate());
            for (byte[] part : parts) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void write(ByteArrayOutputStream out, byte[]... parts) {
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
    }
}
