package dev.parley.http.engine;

import dev.parley.http.Response;
import dev.parley.http.schema.MediaType;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/// Writes the head of an answer, with what every answer of ours carries.
final class ResponseHead {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("X-Content-Type-Options");
    private static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    private static final CharSequence REFERRER_POLICY = HttpHeaders.createOptimized("Referrer-Policy");
    private static final CharSequence NO_REFERRER = HttpHeaders.createOptimized("no-referrer");
    private static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");

    private ResponseHead() {}

    /// @param length of the body in bytes; -1 when unknown
    /// @param close whether the connection ends with this answer
    static void write(Response response, String requestId, long length, boolean close, HttpServerResponse http) {
        http.setStatusCode(response.status());
        MultiMap headers = http.headers();
        headers.set(REQUEST_ID, requestId);
        headers.set(CONTENT_TYPE_OPTIONS, NOSNIFF);
        headers.set(REFERRER_POLICY, NO_REFERRER);
        response.forEachHeader((name, value) -> {
            if (name.equalsIgnoreCase("Set-Cookie")) {
                headers.add(name, value);
            } else {
                headers.set(name, value);
            }
        });
        if (!headers.contains(HttpHeaders.CACHE_CONTROL) && isPrivate(headers.get(HttpHeaders.CONTENT_TYPE))) {
            headers.set(HttpHeaders.CACHE_CONTROL, NO_STORE);
        }
        // RFC 9110 §8.6: none of these two has a length of its own.
        if (response.status() != 204 && response.status() != 304) {
            if (length >= 0) {
                headers.set(HttpHeaders.CONTENT_LENGTH, Long.toString(length));
            } else {
                http.setChunked(true);
            }
        }
        if (close) {
            headers.set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
    }

    // JSON is somebody's data unless the handler says otherwise.
    private static boolean isPrivate(String contentType) {
        return contentType == null || MediaType.isJson(MediaType.essence(contentType));
    }
}
