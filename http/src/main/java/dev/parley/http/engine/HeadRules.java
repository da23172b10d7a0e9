package dev.parley.http.engine;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.List;

/// What the head of a request must be beyond what the parser sees to.
final class HeadRules {
    private static final CharSequence TIMEOUT = HttpHeaders.createOptimized("X-Parley-Timeout-Ms");

    private HeadRules() {}

    /// @throws ProblemException when the head is refused
    static void check(HttpServerRequest request, int maxUriBytes) {
        if (request.uri().length() > maxUriBytes) {
            throw ProblemType.URI_TOO_LONG.because("the URI must not exceed " + maxUriBytes + " bytes");
        }
        MultiMap headers = request.headers();
        int hosts = headers.getAll(HttpHeaders.HOST).size();
        // RFC 9112 §3.2: exactly one, since programs that choose another of two can be played against each other.
        if (hosts > 1 || (hosts == 0 && request.version() != HttpVersion.HTTP_1_0)) {
            throw ProblemType.MALFORMED_REQUEST.because("there must be one Host header");
        }
        String transfer = headers.get(HttpHeaders.TRANSFER_ENCODING);
        if (transfer != null && !transfer.equalsIgnoreCase("chunked")) {
            throw ProblemType.MALFORMED_REQUEST.because("the only transfer coding is chunked");
        }
        String content = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (content != null && !content.equalsIgnoreCase("identity")) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because("bodies must not be compressed");
        }
    }

    /// How long the request may take: `most`, or what `X-Parley-Timeout-Ms` says when that is shorter.
    static Duration timeout(HttpServerRequest request, Duration most) {
        String header = request.headers().get(TIMEOUT);
        if (header == null) {
            return most;
        }
        if (!header.matches("[0-9]{1,9}")) {
            throw new ProblemException(
                    ProblemType.VALIDATION_FAILED,
                    "see errors for what is wrong where",
                    List.of(new FieldError("X-Parley-Timeout-Ms", "must be a number of milliseconds")),
                    null);
        }
        Duration asked = Duration.ofMillis(Long.parseLong(header));
        return asked.compareTo(most) < 0 ? asked : most;
    }
}
