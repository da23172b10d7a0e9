package dev.parley.crypto;

import dev.parley.api.crypto.KeysApi;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// HTTP ↔ [KeysApi].
final class KeyRoutes {
    private final KeysApi keys;

    KeyRoutes(KeysApi keys) {
        this.keys = keys;
    }

    Response create(Request request) {
        return Response.ok(keys.create(request.caller(), name(request)));
    }

    Response get(Request request) {
        return Response.ok(keys.key(request.caller(), name(request)));
    }

    Response rotate(Request request) {
        return Response.ok(keys.rotate(request.caller(), name(request)));
    }

    Response encrypt(Request request) throws IOException {
        Plaintext body = request.json(Plaintext.class);
        byte[] plaintext = decode("/plaintext", body.plaintext);
        byte[] associatedData = decode("/associatedData", body.associatedData);
        return Response.ok(
                new CiphertextBody(keys.encrypt(request.caller(), name(request), plaintext, associatedData), null));
    }

    Response decrypt(Request request) throws IOException {
        CiphertextBody body = request.json(CiphertextBody.class);
        byte[] associatedData = decode("/associatedData", body.associatedData);
        byte[] plaintext = keys.decrypt(request.caller(), name(request), body.ciphertext, associatedData);
        return Response.ok(new Plaintext(Base64.getEncoder().encodeToString(plaintext), null));
    }

    private static String name(Request request) {
        return request.pathParameter("name");
    }

    private static byte[] decode(String at, @Nullable String base64) {
        if (base64 == null) {
            return new byte[0];
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    ProblemType.VALIDATION_FAILED,
                    "see errors for what is wrong where",
                    List.of(new FieldError(at, "must be base64 (RFC 4648 §4)")),
                    null);
        }
    }

    record Plaintext(String plaintext, @Nullable String associatedData) {}

    record CiphertextBody(String ciphertext, @Nullable String associatedData) {}
}
