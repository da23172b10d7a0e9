package dev.parley.client;

import dev.parley.core.json.Json;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request to a service, before it is sent. Belongs to the thread that builds it.
///
/// GET, PUT and DELETE may be sent again when it is not known whether they arrived (RFC 9110 §9.2.2); POST only
/// when [#repeatable] or [#idempotencyKey] says that the service sees to it.
public final class Call {
    private static final byte[] NO_BODY = {};

    private final String method;
    private final String path;
    private final StringBuilder query = new StringBuilder();
    private final Map<String, String> headers = new LinkedHashMap<>();
    private byte[] body = NO_BODY;
    private boolean repeatable;
    private @Nullable Duration patience;

    private Call(String method, String template, String[] segments) {
        this.method = method;
        this.path = path(template, segments);
        this.repeatable = !method.equals("POST");
    }

    /// @param template a path in which each `{}` stands for one of the segments
    public static Call get(String template, String... segments) {
        return new Call("GET", template, segments);
    }

    public static Call put(String template, String... segments) {
        return new Call("PUT", template, segments);
    }

    public static Call post(String template, String... segments) {
        return new Call("POST", template, segments);
    }

    public static Call patch(String template, String... segments) {
        return new Call("PATCH", template, segments);
    }

    public static Call delete(String template, String... segments) {
        return new Call("DELETE", template, segments);
    }

    /// @param value null leaves the parameter out
    public Call query(String name, @Nullable Object value) {
        if (value != null) {
            query.append(query.isEmpty() ? '?' : '&').append(name).append('=').append(encode(value.toString()));
        }
        return this;
    }

    /// Sends `value` as JSON.
    public Call json(Object value) {
        body = Json.bytes(value);
        return header("Content-Type", "application/json");
    }

    /// @param token none for operations that ask for none
    public Call bearer(Optional<String> token) {
        token.ifPresent(t -> header("Authorization", "Bearer " + t));
        return this;
    }

    /// @param key null for none; with one, the service does the same thing once however often it is asked
    public Call idempotencyKey(@Nullable String key) {
        return key == null ? this : header("Idempotency-Key", key).repeatable();
    }

    public Call header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    /// Doing it twice is the same as doing it once.
    public Call repeatable() {
        repeatable = true;
        return this;
    }

    /// Never sent twice, whatever its method says.
    public Call once() {
        repeatable = false;
        return this;
    }

    /// How long this call may take, repetitions included, instead of the configured times. A caller's deadline that
    /// comes sooner still holds.
    public Call within(Duration longest) {
        patience = longest;
        return this;
    }

    String method() {
        return method;
    }

    String uri() {
        return path + query;
    }

    byte[] body() {
        return body;
    }

    Map<String, String> headers() {
        return headers;
    }

    boolean isRepeatable() {
        return repeatable;
    }

    @Nullable
    Duration patience() {
        return patience;
    }

    /// Method and path, without the query and what it may tell.
    @Override
    public String toString() {
        return method + " " + path;
    }

    private static String path(String template, String[] segments) {
        StringBuilder path = new StringBuilder();
        int from = 0;
        for (String segment : segments) {
            int hole = template.indexOf("{}", from);
            if (hole < 0) {
                throw new IllegalArgumentException("more segments than {} in " + template);
            }
            path.append(template, from, hole).append(segment(segment));
            from = hole + 2;
        }
        return path.append(template, from, template.length()).toString();
    }

    /// One segment, whatever it holds: it can neither end the path nor climb in it.
    private static String segment(String text) {
        String encoded = encode(text);
        boolean onlyDots = encoded.equals(".") || encoded.equals("..");
        return onlyDots ? encoded.replace(".", "%2E") : encoded;
    }

    private static String encode(String text) {
        // The form encoding differs from RFC 3986 in these only.
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
