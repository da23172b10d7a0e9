package dev.parley.http.engine;

import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.Response;
import dev.parley.http.path.MalformedPathException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one place where exceptions become answers. What is not a refusal is logged here, once, with the request
/// id.
final class Problems {
    /// A write may or may not have happened.
    static final ProblemType OUTCOME_UNKNOWN =
            new ProblemType("outcome-unknown", 503, "It is not known whether the change was made");

    /// The request did not come in time (RFC 9110 §15.5.9).
    static final ProblemType BODY_TIMEOUT = new ProblemType("request-timeout", 408, "The request came too slowly");

    /// All header lines together are too long (RFC 6585 §5).
    static final ProblemType HEADERS_TOO_LARGE = new ProblemType("headers-too-large", 431, "The headers are too large");

    /// Nobody reads this; filters and metrics see it. The status is nginx's.
    static final ProblemType PEER_GONE = new ProblemType("peer-gone", 499, "The peer has closed the connection");

    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration SOON = Duration.ofSeconds(1);

    private Problems() {}

    /// The answer that `failure` amounts to.
    ///
    /// @param where for the log: the operation
    static Response answer(Throwable failure, String where, String requestId) {
        ProblemException refusal = refusal(failure, where, requestId);
        Response response = Response.problem(refusal, requestId);
        if (refusal.type().status() != 401) {
            return response;
        }
        return response.withHeader("WWW-Authenticate", challenge(refusal));
    }

    /// RFC 9110 §11.6.1, RFC 6750 §3: a 401 names the scheme, and says so when a token was sent and is no good, or
    /// stands for a sign-in that does not do (RFC 9470 §3).
    private static String challenge(ProblemException refusal) {
        if (refusal.type().equals(ProblemType.INVALID_TOKEN)) {
            return "Bearer error=\"invalid_token\"";
        }
        if (refusal.type().equals(ProblemType.STEP_UP_REQUIRED)) {
            return "Bearer error=\"insufficient_user_authentication\", acr_values=\"%s\", max_age=\"%s\""
                    .formatted(
                            refusal.extensions().get(ProblemType.ACR_VALUES),
                            refusal.extensions().get(ProblemType.MAX_AGE_SECONDS));
        }
        return "Bearer";
    }

    private static ProblemException refusal(Throwable failure, String where, String requestId) {
        return switch (failure) {
            case ProblemException refusal -> refusal;
            case MalformedPathException malformed -> ProblemType.MALFORMED_REQUEST.because(malformed.reason());
            case StoreUnavailableException outage -> {
                LOG.warn("{} {}: a store is unavailable", requestId, where, outage);
                yield retry(ProblemType.UNAVAILABLE, "a part of the platform does not answer; try again");
            }
            case AmbiguousCommitException ambiguous -> {
                LOG.warn("{} {}: the outcome of a commit is unknown", requestId, where, ambiguous);
                yield retry(OUTCOME_UNKNOWN, "repeat the request with the same Idempotency-Key to learn its outcome");
            }
            default -> {
                LOG.error("{} {}: failed", requestId, where, failure);
                yield ProblemType.INTERNAL.because("the failure was recorded under the request id");
            }
        };
    }

    /// The server takes no more at the moment.
    static ProblemException overloaded() {
        return retry(ProblemType.UNAVAILABLE, "too many requests are in flight; try again");
    }

    /// The server ends before the request does.
    static ProblemException closing() {
        return retry(ProblemType.UNAVAILABLE, "the server is closing; try again");
    }

    private static ProblemException retry(ProblemType type, String detail) {
        return new ProblemException(type, detail, List.of(), SOON);
    }
}
