package dev.parley.http;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import java.io.InputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/// An answer: status, headers, and a body that is whole or a stream. Immutable, but for a stream, which is read
/// once.
public final class Response {
    private static final String JSON_TYPE = "application/json";
    private static final String PROBLEM_TYPE = "application/problem+json";

    private final int status;
    private final List<String> headers;
    private final Body body;

    private Response(int status, List<String> headers, Body body) {
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("status must be 200 to 599: " + status);
        }
        this.status = status;
        this.headers = headers;
        this.body = body;
    }

    /// What follows the head.
    public sealed interface Body {}

    /// No body, and no content type.
    public record Empty() implements Body {}

    /// @param bytes handed on, never copied, compared or changed
    @SuppressWarnings("ArrayRecordComponent")
    public record Bytes(byte[] bytes) implements Body {}

    /// @param length in bytes, or -1 when unknown: then it is sent chunked
    public record Stream(InputStream in, long length) implements Body {}

    /// `value` as JSON.
    public static Response json(int status, Object value) {
        return bytes(status, JSON_TYPE, Json.bytes(value));
    }

    /// 200 with `value` as JSON.
    public static Response ok(Object value) {
        return json(200, value);
    }

    /// 201 with `value` as JSON.
    public static Response created(Object value) {
        return json(201, value);
    }

    /// 204.
    public static Response noContent() {
        return empty(204);
    }

    /// An answer without a body (204, 304, redirects).
    public static Response empty(int status) {
        return new Response(status, List.of(), new Empty());
    }

    /// The array is handed over: nobody changes it afterwards.
    public static Response bytes(int status, String contentType, byte[] bytes) {
        return new Response(status, List.of("Content-Type", value(contentType)), new Bytes(bytes));
    }

    /// A body that is read while it is sent, at the pace of the peer. The kit closes `in` in every case, also
    /// when the peer goes away or the request was HEAD.
    ///
    /// @param lengthOrMinus1 its length in bytes, -1 when unknown; a stream that ends early closes the
    ///     connection, so that the peer sees it
    public static Response stream(int status, String contentType, InputStream in, long lengthOrMinus1) {
        return new Response(status, List.of("Content-Type", value(contentType)), new Stream(in, lengthOrMinus1));
    }

    /// The problem that `refusal` describes (RFC 9457).
    public static Response problem(ProblemException refusal, Request request) {
        return problem(refusal, request.id().value());
    }

    /// The same, where there is no request yet.
    public static Response problem(ProblemException refusal, String requestId) {
        ProblemBody body = new ProblemBody(
                refusal.type().uri(),
                refusal.type().title(),
                refusal.type().status(),
                refusal.detail(),
                refusal.type().code(),
                requestId,
                refusal.errors(),
                refusal.extensions());
        Response response = bytes(refusal.type().status(), PROBLEM_TYPE, Json.bytes(body));
        var retryAfter = refusal.retryAfter();
        if (retryAfter == null) {
            return response;
        }
        // Rounded up: coming back a moment too early would only be refused again.
        long seconds = Math.max(1, retryAfter.plusMillis(999).toSeconds());
        return response.withHeader("Retry-After", Long.toString(seconds));
    }

    private record ProblemBody(
            URI type,
            String title,
            int status,
            String detail,
            String code,
            String requestId,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<FieldError> errors,
            @JsonAnyGetter Map<String, Object> extensions) {}

    public int status() {
        return status;
    }

    /// The first value of the header, its name compared without case.
    public Optional<String> header(String name) {
        for (int i = 0; i < headers.size(); i += 2) {
            if (headers.get(i).equalsIgnoreCase(name)) {
                return Optional.of(headers.get(i + 1));
            }
        }
        return Optional.empty();
    }

    /// The same answer with one more header, which takes the place of one with this name. `Set-Cookie` is added
    /// instead, since each cookie is a header of its own (RFC 6265 §3).
    ///
    /// @throws IllegalArgumentException when the name is no token or the value holds a control character
    public Response withHeader(String name, String value) {
        requireToken(name);
        List<String> changed = new ArrayList<>(headers.size() + 2);
        boolean replace = !name.equalsIgnoreCase("Set-Cookie");
        for (int i = 0; i < headers.size(); i += 2) {
            if (!replace || !headers.get(i).equalsIgnoreCase(name)) {
                changed.add(headers.get(i));
                changed.add(headers.get(i + 1));
            }
        }
        changed.add(name);
        changed.add(value(value));
        return new Response(status, changed, body);
    }

    /// Hands each header to `consumer`, in order.
    public void forEachHeader(BiConsumer<String, String> consumer) {
        for (int i = 0; i < headers.size(); i += 2) {
            consumer.accept(headers.get(i), headers.get(i + 1));
        }
    }

    public Body body() {
        return body;
    }

    /// The body's bytes; empty for a stream, which is not read for it.
    public byte[] wholeBody() {
        return body instanceof Bytes whole ? whole.bytes() : new byte[0];
    }

    // RFC 9110 §5.1; a name is checked for the same reason as a value is.
    private static void requireToken(String name) {
        boolean token = !name.isEmpty();
        for (int i = 0; i < name.length() && token; i++) {
            char c = name.charAt(i);
            token = c > ' ' && c < 0x7F && "()<>@,;:\\\"/[]?={}".indexOf(c) < 0;
        }
        if (!token) {
            throw new IllegalArgumentException("a header name must be a token");
        }
    }

    // A line break within a value would let it write headers of its own (CWE-113).
    private static String value(String value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if ((c < 0x20 && c != '\t') || c == 0x7F || c > 0xFF) {
                throw new IllegalArgumentException("a header value holds a character that it must not");
            }
        }
        return value;
    }
}
