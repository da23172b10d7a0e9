package dev.parley.gateway;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Filter;
import dev.parley.http.Handler;
import dev.parley.http.Request;
import dev.parley.http.Response;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Holds requests to a rate limit and tells each one how much of it is left (`RateLimit` and `RateLimit-Policy`,
/// draft-ietf-httpapi-ratelimit-headers-10). Several filters around one request add to the same headers.
final class RateLimitFilter implements Filter {
    private final String policy;
    private final Buckets buckets;
    private final Function<Request, Optional<String>> owner;
    private final String policyHeader;
    private final String window;

    /// @param policy the limit's name in the headers
    /// @param owner whose bucket a request takes from; nobody's when empty
    RateLimitFilter(String policy, Buckets buckets, Function<Request, Optional<String>> owner) {
        this.policy = policy;
        this.buckets = buckets;
        this.owner = owner;
        this.window = Long.toString(buckets.limit().window().toSeconds());
        this.policyHeader = "\"" + policy + "\";q=" + buckets.limit().burst() + ";w=" + window;
    }

    @Override
    public Response apply(Request request, Handler next) throws Exception {
        Optional<String> bucket = owner.apply(request);
        if (bucket.isEmpty()) {
            return next.handle(request);
        }
        Buckets.Verdict verdict = buckets.take(bucket.get());
        Response response = verdict.allowed() ? next.handle(request) : refusal(request, verdict);
        response = added(response, "RateLimit-Policy", policyHeader);
        return added(response, "RateLimit", "\"" + policy + "\";r=" + verdict.remaining() + ";t=" + window);
    }

    private Response refusal(Request request, Buckets.Verdict verdict) {
        String detail = "the limit \"" + policy + "\" is used up; wait as long as Retry-After says";
        return Response.problem(
                new ProblemException(ProblemType.RATE_LIMITED, detail, List.of(), verdict.untilNext()), request);
    }

    /// The list that the header holds (RFC 9651 §3.1) with one more member.
    private static Response added(Response response, String header, String member) {
        return response.withHeader(
                header,
                response.header(header).map(list -> list + ", " + member).orElse(member));
    }
}
