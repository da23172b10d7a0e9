package dev.parley.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Operation.Access;
import dev.parley.http.path.QueryString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What runs on the virtual thread of a request: outer filters → authentication → inner filters → body → contract →
/// handler. Built once for each route, so that a request only walks it.
final class Pipeline {
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

    /// A pipeline that refuses with what it is given, inside the outer filters: no route, bad path, wrong method.
    Handler refusing(Handler refusal) {
        return around(outer, refusal, true);
    }

    /// The pipeline of a route.
    Handler serving(BoundRoute route) {
        Handler checked = request -> {
            check(request, route.check());
            Response response = route.handler().handle(request);
            if (checkResponses) {
                route.responseCheck().check(response);
            }
            return response;
        };
        Handler afterAuthentication = around(inner, checked, false);
        Set<Access> security = route.operation().security();
        Handler routed = security.isEmpty()
                ? afterAuthentication
                : request -> {
                    request.authenticated(authenticate(request, security));
                    return afterAuthentication.handle(request);
                };
        return around(outer, routed, true);
    }

    /// @param guard turn failures into answers at each step, so that every filter outside sees the final status
    private static Handler around(List<Filter> filters, Handler innermost, boolean guard) {
        Handler chain = guard ? guarded(innermost) : innermost;
        for (Filter filter : filters.reversed()) {
            Handler next = chain;
            Handler step = request -> filter.apply(request, next);
            chain = guard ? guarded(step) : step;
        }
        return chain;
    }

    private static Handler guarded(Handler handler) {
        return request -> {
            try {
                return handler.handle(request);
            } catch (Exception | StackOverflowError e) {
                return request.failed(e);
            }
        };
    }

    private Caller authenticate(Request request, Set<Access> security) {
        String header = request.header("Authorization").orElse("");
        if (header.isEmpty()) {
            throw ProblemType.UNAUTHENTICATED.because("send a bearer token in the Authorization header");
        }
        if (!header.regionMatches(true, 0, "Bearer ", 0, 7)) {
            throw ProblemType.INVALID_TOKEN.because("the Authorization header must hold a bearer token");
        }
        Caller caller = authenticator.authenticate(header.substring(7).strip());
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

    private static void check(Request request, OperationCheck check) throws IOException {
        check.checkParameters(request);
        Operation operation = check.operation();
        String contentType = request.header("Content-Type").orElse("");
        if (operation.streaming()) {
            checkType(operation, contentType, !operation.bodyRequired() && contentType.isEmpty());
            return;
        }
        byte[] body = request.body();
        if (operation.bodyTypes().isEmpty()) {
            if (body.length > 0) {
                throw ProblemType.VALIDATION_FAILED.because("this operation takes no body");
            }
            return;
        }
        if (body.length == 0 && !operation.bodyRequired()) {
            return;
        }
        if (body.length == 0) {
            throw ProblemType.VALIDATION_FAILED.because("this operation needs a body");
        }
        String type = checkType(operation, contentType, false);
        JsonNode value = tree(type, body);
        if (value != null) {
            check.checkBody(type, value);
            request.checkedBody(value);
        }
    }

    private static String checkType(Operation operation, String contentType, boolean absentIsFine) {
        String essence = MediaType.essence(contentType);
        // A streamed body is bytes to the kit, so that its charset is nobody's business here.
        boolean readable = operation.streaming() || MediaType.isUtf8(contentType);
        if (!absentIsFine && (!MediaType.accepts(operation.bodyTypes(), essence) || !readable)) {
            throw ProblemType.UNSUPPORTED_MEDIA_TYPE.because(
                    "the Content-Type must be " + String.join(" or ", operation.bodyTypes()));
        }
        return essence;
    }

    private static @Nullable JsonNode tree(String type, byte[] body) throws IOException {
        if (type.equals(MediaType.FORM)) {
            return form(body);
        }
        if (!MediaType.isJson(type)) {
            return null;
        }
        try {
            return Json.parse(body);
        } catch (JsonProcessingException e) {
            throw malformed(e);
        }
    }

    private static ProblemException malformed(JsonProcessingException e) {
        // Jackson's message quotes the input; where it stands is all that the sender needs.
        var location = e.getLocation();
        return ProblemType.MALFORMED_REQUEST.because(
                location == null
                        ? "the body is not JSON that is accepted here"
                        : "the body is not JSON that is accepted here, at line " + location.getLineNr() + ", column "
                                + location.getColumnNr());
    }

    private static JsonNode form(byte[] body) {
        ObjectNode form = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, List<String>> field :
                QueryString.decode(new String(body, StandardCharsets.UTF_8)).entrySet()) {
            if (field.getValue().size() == 1) {
                form.put(field.getKey(), field.getValue().getFirst());
            } else {
                ArrayNode values = form.putArray(field.getKey());
                field.getValue().forEach(values::add);
            }
        }
        return form;
    }
}
