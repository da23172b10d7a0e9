package dev.parley.client.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSVerifier;
import dev.parley.api.auth.SessionsApi;
import dev.parley.core.hash.Sha256;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.StoreUnavailableException;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How auth signs what it tells of revoked sessions over HTTP, so that nobody on the way can hide one: the header
/// [#HEADER] holds a JWS of one of the keys that sign access tokens, with `typ` [#TYPE], whose claims are the
/// `nonce` that came with the question and `sha256`, the hash of the answer's body. An answer to an earlier
/// question is none to this one, and who may be believed about tokens may be believed about their end.
public final class FeedSignature {
    public static final String HEADER = "Parley-Signature";
    public static final String NONCE_HEADER = "Parley-Nonce";
    public static final String TYPE = "revocations+jwt";

    private final SigningKeys keys;

    /// @param auth whose published keys count
    public FeedSignature(SessionsApi auth, InstantSource clock) {
        this.keys = new SigningKeys(auth, clock);
    }

    /// What auth signs.
    public static Map<String, String> claims(String nonce, byte[] body) {
        return Map.of("nonce", nonce, "sha256", Sha256.base64Url(body));
    }

    /// @throws StoreUnavailableException unless auth has signed this answer to this question
    public void require(@Nullable String signature, String nonce, byte[] body) {
        if (signature == null) {
            throw new StoreUnavailableException("auth's answer about revoked sessions is not signed");
        }
        try {
            CompactJws jws = CompactJws.parse(signature);
            JWSVerifier verifier = jws.hasType(TYPE) ? keys.find(jws.keyId()) : null;
            if (verifier == null) {
                throw CompactJws.refused();
            }
            JsonNode claims = jws.verifiedClaims(JWSAlgorithm.ES256, verifier);
            if (!nonce.equals(claims.path("nonce").textValue())
                    || !Sha256.base64Url(body).equals(claims.path("sha256").textValue())) {
                throw CompactJws.refused();
            }
        } catch (ProblemException e) {
            throw new StoreUnavailableException("auth's answer about revoked sessions is signed by another", e);
        }
    }
}
