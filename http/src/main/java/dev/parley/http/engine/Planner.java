package dev.parley.http.engine;

import dev.parley.core.call.CallContext;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.TypeId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Operation;
import dev.parley.http.path.MalformedPathException;
import dev.parley.http.path.QueryString;
import dev.parley.http.path.Router;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Reads the head of a request and says what is to be done for it. Never fails: what cannot be served is planned
/// as a refusal, so that the outer filters see it as well.
final class Planner {
    private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");
    private static final CharSequence FORWARDED_FOR = HttpHeaders.createOptimized("X-Forwarded-For");
    private static final CharSequence TRACEPARENT = HttpHeaders.createOptimized("traceparent");
    private static final int REQUEST_ID_LENGTH = RequestId.PREFIX.length() + 1 + TypeId.SUFFIX_LENGTH;

    private final ServerState server;

    Planner(ServerState server) {
        this.server = server;
    }

    Exchange.Plan plan(HttpServerRequest request) {
        IncomingRequest.Head head = head(request);
        try {
            HeadRules.check(request, server.config().limits().maxUriBytes());
        } catch (ProblemException e) {
            // Such a head may be one that somebody before us read otherwise: nothing after it can be trusted.
            return refusing(request, head, e, "", true);
        }
        try {
            return switch (server.router().match(head.method(), head.path())) {
                case Router.Found<BoundRoute> found -> serving(request, head, found);
                case Router.NotFound<BoundRoute> nothing ->
                    refusing(request, head, ProblemType.NOT_FOUND.because("no such path"), "", false);
                case Router.MethodNotAllowed<BoundRoute> other ->
                    refusing(
                            request,
                            head,
                            ProblemType.METHOD_NOT_ALLOWED.because("see the Allow header"),
                            String.join(", ", other.allowed()),
                            false);
            };
        } catch (MalformedPathException e) {
            return refusing(request, head, ProblemType.MALFORMED_REQUEST.because(e.reason()), "", false);
        } catch (ProblemException e) {
            return refusing(request, head, e, "", false);
        }
    }

    private Exchange.Plan serving(
            HttpServerRequest request, IncomingRequest.Head head, Router.Found<BoundRoute> found) {
        BoundRoute route = found.value();
        Operation operation = route.operation();
        Duration most = operation.streaming()
                ? server.config().timeouts().stream()
                : server.config().timeouts().request();
        Duration timeout = HeadRules.timeout(request, most);
        return new Exchange.Plan(
                head,
                IncomingRequest.Matched.found(operation, found.parameters(), QueryString.decode(head.query())),
                route.pipeline(),
                route.timers(),
                call(request, head, timeout),
                timeout,
                false);
    }

    private Exchange.Plan refusing(
            HttpServerRequest request,
            IncomingRequest.Head head,
            ProblemException refusal,
            String allow,
            boolean last) {
        Duration timeout = server.config().timeouts().request();
        return new Exchange.Plan(
                head,
                IncomingRequest.Matched.nothing(refusal, allow),
                server.refusing(),
                server.refusalTimers(),
                call(request, head, timeout),
                timeout,
                last);
    }

    private CallContext call(HttpServerRequest request, IncomingRequest.Head head, Duration timeout) {
        String traceparent = Traceparent.child(request.headers().get(TRACEPARENT), ThreadLocalRandom.current());
        return new CallContext(head.id(), traceparent, server.clock().instant().plus(timeout));
    }

    private IncomingRequest.Head head(HttpServerRequest request) {
        String path = request.path();
        String query = request.query();
        SocketAddress peer = request.remoteAddress();
        String address = peer == null ? null : peer.hostAddress();
        return new IncomingRequest.Head(
                requestId(request),
                request.method().name(),
                path == null ? "" : path,
                query == null ? "" : query,
                request.headers(),
                server.config()
                        .trustedProxies()
                        .client(
                                address == null ? "" : address,
                                request.headers().getAll(FORWARDED_FOR)));
    }

    private RequestId requestId(HttpServerRequest request) {
        String sent = request.headers().get(REQUEST_ID);
        if (sent != null && sent.length() == REQUEST_ID_LENGTH) {
            try {
                return new RequestId(sent);
            } catch (MalformedIdException e) {
                // Somebody else's kind of id: it gets one of ours.
                return server.ids().requestId();
            }
        }
        return server.ids().requestId();
    }
}
