package dev.parley.http.engine;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Authenticator;
import dev.parley.http.Endpoint;
import dev.parley.http.Filter;
import dev.parley.http.Handler;
import dev.parley.http.Operation;
import dev.parley.http.Operation.Access;
import dev.parley.http.Request;
import dev.parley.http.Response;
import dev.parley.http.schema.BodyReader;
import dev.parley.http.schema.MediaType;
import dev.parley.http.schema.OperationCheck;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What runs on the virtual thread of a request: outer filters → authentication → inner filters → body → contract
/// → handler. Built once for each route, so that a request only walks it.
final class Pipeline {
    private static final String SCHEME = "Bearer ";

    private final Authenticator authenticator;
    private final List<Filter> outer;
    private final List<Filter> inner;
    private final boolean checkResponses;

    Pipeline(Endpoint endpoint, boolean checkResponses) {
        this.authenticator = endpoint.authenticator();
        this.outer = endpoint.outer();
        this.inner = endpoint.inner();
        this.checkResponses = checkResponses;
    }

    /// The pipeline of requests that no route matches: they are refused within the outer filters.
    Handler refusing() {
        return answering(request -> incoming(request).refuse());
    }

    /// The pipeline of a route.
    Handler serving(BoundRoute route) {
        Handler checked = request -> {
            check(incoming(request), route.check());
            Response response = route.handler().handle(request);
            if (checkResponses) {
                route.responseCheck().check(response);
            }
            return response;
        };
        Handler known = checked;
        for (Filter filter : inner.reversed()) {
            Handler next = known;
            known = request -> filter.apply(request, next);
        }
        Set<Access> security = route.operation().security();
        if (security.isEmpty()) {
            return answering(known);
        }
        Handler authenticated = known;
        return answering(request -> {
            Caller caller = authenticate(request, security);
            incoming(request).authenticated(caller);
            requirePermission(caller, route.operation());
            return authenticated.handle(request);
        });
    }

    /// Puts the outer filters around `handler`. Failures become answers at each step, so that every filter
    /// outside sees the final status.
    private Handler answering(Handler handler) {
        Handler chain = guarded(handler);
        for (Filter filter : outer.reversed()) {
            Handler next = chain;
            chain = guarded(request -> filter.apply(request, next));
        }
        return chain;
    }

    private static Handler guarded(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Exception | StackOverflowError e) {
                return incoming(request).failed(e);
            }
        };
    }

    // A filter may hand on a request of its own making only by wrapping ours, which none needs.
    private static IncomingRequest incoming(Request request) {
        if (request instanceof IncomingRequest incoming) {
            return incoming;
        }
        throw new IllegalStateException("a filter must hand on the request that it was given");
    }

    private Caller authenticate(Request request, Set<Access> security) {
        String header = request.header("Authorization").orElse("");
        if (header.isEmpty()) {
            throw ProblemType.UNAUTHENTICATED.because("send a bearer token in the Authorization header");
        }
        if (!header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw ProblemType.INVALID_TOKEN.because("the Authorization header must hold a bearer token");
        }
        Caller caller =
                authenticator.authenticate(header.substring(SCHEME.length()).strip());
        Access access = switch (caller) {
            case Caller.User user -> Access.USER;
            case Caller.Service service -> Access.SERVICE;
            case Caller.Anonymous anonymous ->
                throw new IllegalStateException("an authenticator must not answer with nobody");
        };
        if (!security.contains(access)) {
            throw ProblemType.FORBIDDEN.because("this operation is not for this kind of caller");
        }
        return caller;
    }

    /// The caller is known by now, so that a refusal is recorded with who was refused.
    private static void requirePermission(Caller caller, Operation operation) {
        if (!(caller instanceof Caller.User user)) {
            return;
        }
        Set<Permission> needed = operation.permissions();
        if (needed.isEmpty() && user.rights().via() != Rights.Via.SIGN_IN) {
            throw ProblemType.FORBIDDEN.because("this needs a sign-in");
        }
        if (!needed.isEmpty() && needed.stream().noneMatch(user::may)) {
            throw ProblemType.FORBIDDEN.because("this needs the permission "
                    + needed.stream().sorted().map(Permission::code).collect(Collectors.joining(" or ")));
        }
    }

    private static void check(IncomingRequest request, OperationCheck check) throws IOException {
        check.checkParameters(request);
        Operation operation = check.operation();
        String contentType = request.header("Content-Type").orElse("");
        if (operation.streaming()) {
            if (!contentType.isEmpty() || operation.bodyRequired()) {
                checkType(operation, contentType);
            }
            return;
        }
        byte[] body = request.body();
        if (body.length == 0) {
            if (operation.bodyRequired()) {
                throw ProblemType.VALIDATION_FAILED.because("this operation needs a body");
            }
            return;
        }
        if (operation.bodyTypes().isEmpty()) {
            throw ProblemType.VALIDATION_FAILED.because("this operation takes no body");
        }
        String type = checkType(operation, contentType);
        if (BodyReader.reads(type)) {
            JsonNode value = read(type, body);
            check.checkBody(type, value);
            request.checkedBody(value);
        }
    }

    private static String checkType(Operation operation, String contentType) {
        String essence = MediaType.essence(contentType);
        // A streamed body is bytes to the kit, so that its charset is nobody's business here.
        boolean readable = operation.streaming() || MediaType.isUtf8(contentType);
        if (!MediaType.accepts(operation.bodyTypes(), essence) || !readable) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because(
                    "the Content-Type must be " + String.join(" or ", operation.bodyTypes()));
        }
        return essence;
    }

    private static JsonNode read(String type, byte[] body) throws IOException {
        try {
            return BodyReader.read(type, body);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    // Jackson's message quotes the input; where it went wrong is all that the sender needs.
    private static ProblemException malformed(JsonProcessingException e) {
        JsonLocation at = e.getLocation();
        String where = at == null ? "" : ", at line " + at.getLineNr() + ", column " + at.getColumnNr();
        return ProblemType.MALFORMED_REQUEST.because("the body is not JSON that is accepted here" + where);
    }
}
