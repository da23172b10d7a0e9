package dev.parley.client.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;

/// A signed token in three parts (RFC 7515 §7.1), read strictly: one spelling only, no duplicate members, nothing
/// of the payload looked at before the signature holds.
///
/// Nimbus alone would pass over foreign characters in base64 and keep the last of two equal claims; both let two
/// readers see two different tokens in one text.
final class CompactJws {
    /// Characters. Ours have some 400 to 600.
    static final int MAX_LENGTH = 4096;

    private final JWSHeader header;
    private final String signingInput;
    private final String payload;
    private final String signature;

    private CompactJws(JWSHeader header, String signingInput, String payload, String signature) {
        this.header = header;
        this.signingInput = signingInput;
        this.payload = payload;
        this.signature = signature;
    }

    /// @throws ProblemException `invalid-token` when the text is not a token or claims no `alg`
    static CompactJws parse(String token) {
        if (token.length() > MAX_LENGTH) {
            throw refused();
        }
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second <= first + 1 || second == token.length() - 1) {
            throw refused();
        }
        requireBase64Url(token, first, second);
        String head = token.substring(0, first);
        strictObject(head);
        try {
            return new CompactJws(
                    JWSHeader.parse(new Base64URL(head)),
                    token.substring(0, second),
                    token.substring(first + 1, second),
                    token.substring(second + 1));
        } catch (ParseException e) {
            throw refused();
        }
    }

    boolean hasType(String type) {
        JOSEObjectType actual = header.getType();
        return actual != null && type.equalsIgnoreCase(actual.getType());
    }

    /// @throws ProblemException `invalid-token` when it is missing
    String keyId() {
        String kid = header.getKeyID();
        if (kid == null || kid.isEmpty()) {
            throw refused();
        }
        return kid;
    }

    /// The claims, once the signature holds under exactly this algorithm.
    ///
    /// @throws ProblemException `invalid-token` otherwise
    JsonNode verifiedClaims(JWSAlgorithm algorithm, JWSVerifier verifier) {
        if (!algorithm.equals(header.getAlgorithm())) {
            throw refused();
        }
        try {
            byte[] signed = signingInput.getBytes(StandardCharsets.US_ASCII);
            if (!verifier.verify(header, signed, new Base64URL(signature))) {
                throw refused();
            }
        } catch (JOSEException e) {
            throw refused();
        }
        return strictObject(payload);
    }

    /// Why a token is refused is not told: it helps only who makes tokens up.
    static ProblemException refused() {
        return ProblemType.INVALID_TOKEN.because("The bearer token is not accepted; sign in again");
    }

    private static JsonNode strictObject(String base64Url) {
        try {
            JsonNode tree = Json.parse(java.util.Base64.getUrlDecoder().decode(base64Url));
            if (!tree.isObject()) {
                throw refused();
            }
            return tree;
        } catch (IOException | IllegalArgumentException e) {
            throw refused();
        }
    }

    private static void requireBase64Url(String token, int firstDot, int secondDot) {
        for (int i = 0; i < token.length(); i++) {
            char c = token.charAt(i);
            boolean allowed = (c >= 'a' && c <= 'z')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= '0' && c <= '9')
                    || c == '-'
                    || c == '_'
                    || i == firstDot
                    || i == secondDot;
            if (!allowed) {
                throw refused();
            }
        }
    }
}
