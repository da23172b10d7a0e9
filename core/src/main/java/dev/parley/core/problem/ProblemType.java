package dev.parley.core.problem;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// One kind of refusal, stable over releases (RFC 9457 §3.1.1).
///
/// @param code machine-readable, lower case with hyphens: clients branch on it
/// @param status the HTTP status, 400 to 599
/// @param title the same short text for every occurrence
public record ProblemType(String code, int status, String title) {
    /// Extension members of [#STEP_UP_REQUIRED].
    public static final String ACR_VALUES = "acrValues";

    public static final String MAX_AGE_SECONDS = "maxAgeSeconds";

    private static final String BASE = "https://parley.dev/problems/";

    public static final ProblemType MALFORMED_REQUEST =
            new ProblemType("malformed-request", 400, "The request could not be read");
    public static final ProblemType VALIDATION_FAILED =
            new ProblemType("validation-failed", 400, "The request does not follow its contract");
    public static final ProblemType UNAUTHENTICATED =
            new ProblemType("unauthenticated", 401, "Authentication is required");
    public static final ProblemType INVALID_TOKEN = new ProblemType("invalid-token", 401, "The token is not accepted");
    /// The sign-in is too old or too weak for what was asked (RFC 9470); see [#stepUp].
    public static final ProblemType STEP_UP_REQUIRED =
            new ProblemType("step-up-required", 401, "A recent or stronger sign-in is required");
    public static final ProblemType FORBIDDEN = new ProblemType("forbidden", 403, "This caller may not do that");
    public static final ProblemType NOT_FOUND = new ProblemType("not-found", 404, "There is nothing here");
    public static final ProblemType METHOD_NOT_ALLOWED =
            new ProblemType("method-not-allowed", 405, "This method is not offered here");
    public static final ProblemType TIMEOUT = new ProblemType("timeout", 504, "The deadline of the request has passed");
    public static final ProblemType CONFLICT =
            new ProblemType("conflict", 409, "The request conflicts with what is stored");
    public static final ProblemType PRECONDITION_FAILED =
            new ProblemType("precondition-failed", 412, "It was changed in the meantime");
    public static final ProblemType TOO_LARGE = new ProblemType("too-large", 413, "The body is too large");
    public static final ProblemType URI_TOO_LONG = new ProblemType("uri-too-long", 414, "The URI is too long");
    public static final ProblemType UNSUPPORTED_MEDIA_TYPE =
            new ProblemType("unsupported-media-type", 415, "This media type is not accepted here");
    public static final ProblemType RANGE_NOT_SATISFIABLE =
            new ProblemType("range-not-satisfiable", 416, "The requested range lies outside");
    public static final ProblemType IDEMPOTENCY_KEY_REUSED =
            new ProblemType("idempotency-key-reused", 422, "The idempotency key was used for another request");
    public static final ProblemType RATE_LIMITED = new ProblemType("rate-limited", 429, "Too many requests");
    public static final ProblemType INTERNAL = new ProblemType("internal", 500, "The server failed");
    public static final ProblemType BAD_GATEWAY =
            new ProblemType("bad-gateway", 502, "A service behind this one gave no usable answer");
    public static final ProblemType UNAVAILABLE = new ProblemType("unavailable", 503, "Not available at the moment");

    public ProblemType {
        if (!code.matches("[a-z][a-z0-9-]*")) {
            throw new IllegalArgumentException("code must be lower case with hyphens: " + code);
        }
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status must be 400 to 599: " + status);
        }
    }

    /// The `type` member.
    public URI uri() {
        return URI.create(BASE + code);
    }

    /// A refusal that says what sign-in would do.
    ///
    /// @param acr the authentication context class that is needed
    /// @param maxAge how long ago the sign-in may be at most
    public static ProblemException stepUp(String acr, Duration maxAge) {
        return STEP_UP_REQUIRED
                .because("sign in again, or prove a factor, and repeat the request")
                .with(Map.of(ACR_VALUES, acr, MAX_AGE_SECONDS, maxAge.toSeconds()));
    }

    /// A refusal of this type. `detail` is shown to the caller: no secrets, nothing that tells what exists.
    public ProblemException because(String detail) {
        return new ProblemException(this, detail);
    }
}
