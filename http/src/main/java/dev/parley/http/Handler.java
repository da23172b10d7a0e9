package dev.parley.http;

/// Answers a request. Runs on a virtual thread of its own, so that blocking is fine, and is interrupted when the
/// deadline has passed or the peer has gone.
@FunctionalInterface
public interface Handler {
    /// @throws Exception turned into a problem by the kit; only a [dev.parley.core.problem.ProblemException]
    ///     decides what the peer reads
    Response handle(Request request) throws Exception;
}
