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

    /// RFC 9110 §15.5.18.
    private static final ProblemType EXPECTATION_FAILED =
            new ProblemType("expectation-failed", 417, "The expectation cannot be met");

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
        List<String> transfers = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        if (!transfers.isEmpty()
                && (transfers.size() > 1 || !transfers.getFirst().equalsIgnoreCase("chunked"))) {
            throw ProblemType.MALFORMED_REQUEST.because("the only transfer coding is chunked, once");
        }
        String expect = headers.get(HttpHeaders.EXPECT);
        if (expect != null && !expect.equalsIgnoreCase("100-continue")) {
            throw EXPECTATION_FAILED.because("the only expectation is 100-continue");
        }
        String content = headers.get(HttpHeaders.CONTENT_ENCODING);
        if (content != null && !content.equalsIgnoreCase("identity")) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because("bodies must not be compressed");
        }
    }

    /// Whether the peer waits for a word before it sends the body. A peer of HTTP/1.0 never does (RFC 9110
    /// §10.1.1).
    static boolean awaitsContinue(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_1_0 && request.headers().contains(HttpHeaders.EXPECT);
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
