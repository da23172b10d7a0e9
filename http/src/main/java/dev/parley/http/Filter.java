package dev.parley.http;

/// Stands around handlers: sees a request on its way in and its response on its way out.
@FunctionalInterface
public interface Filter {
    /// Answers by itself or by `next`, which is asked at most once.
    Response apply(Request request, Handler next) throws Exception;
}
