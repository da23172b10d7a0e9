package dev.parley.socket;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.client.token.ApiTokenText;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemType;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/// When an access token ends. A connection outlives the moment at which its token was verified, so it has to know.
final class TokenExpiry {
    /// An API token does not say when it ends. Its end closes the connection as any revocation does; until then the
    /// client shows it once in this time.
    private static final Duration API_TOKEN = Duration.ofHours(1);

    private TokenExpiry() {}

    /// The `exp` claim (RFC 7519 §4.1.4) of a token that was verified just now: nothing is checked here.
    ///
    /// @throws dev.parley.core.problem.ProblemException `invalid-token` when it has none
    static Instant of(String verifiedToken, Instant now) {
        if (ApiTokenText.looksLikeOne(verifiedToken)) {
            return now.plus(API_TOKEN);
        }
        String[] parts = verifiedToken.split("\\.", -1);
        try {
            JsonNode expiry = Json.parse(Base64.getUrlDecoder().decode(parts.length == 3 ? parts[1] : ""))
                    .path("exp");
            if (expiry.isIntegralNumber()) {
                return Instant.ofEpochSecond(expiry.longValue());
            }
        } catch (IOException | IllegalArgumentException e) {
            throw ProblemType.INVALID_TOKEN.because("the token does not say when it ends");
        }
        throw ProblemType.INVALID_TOKEN.because("the token does not say when it ends");
    }
}
