package dev.parley.gateway;

import dev.parley.core.call.CallContext;
import dev.parley.http.Operation;
import dev.parley.http.Parameter;
import dev.parley.http.Request;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Which headers pass a proxy (RFC 9110 §7.6.1).
final class ForwardedHeaders {
    /// From the client to the service: a closed list, so that no header gains a meaning behind the gateway that it
    /// does not have in front of it. Those that the contract names come in addition.
    private static final List<String> TO_SERVICE = List.of(
            "Accept",
            "Accept-Language",
            "Authorization",
            "Content-Type",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Range",
            "User-Agent");

    /// Not from the service to the client: what belongs to the connection, and what the gateway writes itself.
    private static final Set<String> NOT_TO_CLIENT = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "content-length",
            "content-type",
            "date",
            "server",
            "x-request-id");

    private ForwardedHeaders() {}

    /// Writes what the service is to see of the request.
    static void copy(Operation operation, Request request, Duration left, MultiMap outgoing) {
        TO_SERVICE.forEach(name -> copy(name, request, outgoing));
        operation.parameters().stream()
                .filter(parameter -> parameter.in() == Parameter.In.HEADER)
                .forEach(parameter -> copy(parameter.name(), request, outgoing));
        // As far as it is certain; what else the client claimed ends here.
        outgoing.set("X-Forwarded-For", request.remoteAddress());
        outgoing.set("X-Request-Id", request.id().value());
        outgoing.set("X-Parley-Timeout-Ms", Long.toString(Math.max(1, left.toMillis())));
        CallContext.current().ifPresent(context -> outgoing.set("traceparent", context.traceparent()));
    }

    /// Whether a header of the service's answer goes on to the client.
    static boolean passesBack(String name, MultiMap answer) {
        if (NOT_TO_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
            return false;
        }
        return answer.getAll("Connection").stream()
                .flatMap(list -> Arrays.stream(list.split(",")))
                .noneMatch(named -> named.strip().equalsIgnoreCase(name));
    }

    private static void copy(String name, Request request, MultiMap outgoing) {
        request.header(name).ifPresent(value -> outgoing.set(name, value));
    }
}
