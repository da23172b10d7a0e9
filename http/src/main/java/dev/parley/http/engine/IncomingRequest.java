package dev.parley.http.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import dev.parley.http.Operation;
import dev.parley.http.Request;
import dev.parley.http.Response;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// A request as the pipeline and the handlers see it.
final class IncomingRequest implements Request {
    private static final Caller NOBODY = new Caller.Anonymous(TenantId.DEFAULT);

    private final Head head;
    private final Matched matched;
    private final Peer peer;
    private Caller caller = NOBODY;
    private @Nullable JsonNode tree;

    IncomingRequest(Head head, Matched matched, Peer peer) {
        this.head = head;
        this.matched = matched;
        this.peer = peer;
    }

    /// What came before the body.
    ///
    /// @param path raw, as sent
    /// @param query raw, as sent; empty when there is none
    record Head(RequestId id, String method, String path, String query, MultiMap headers, String remoteAddress) {}

    /// What the request asks for.
    ///
    /// @param operation null when no route matches
    /// @param refusal why there is no route, else null
    /// @param allow the `Allow` header of a 405, else empty
    record Matched(
            @Nullable Operation operation,
            Map<String, String> pathParameters,
            Map<String, List<String>> query,
            @Nullable ProblemException refusal,
            String allow) {
        static Matched found(Operation operation, Map<String, String> pathParameters, Map<String, List<String>> query) {
            return new Matched(operation, pathParameters, query, null, "");
        }

        static Matched nothing(ProblemException refusal, String allow) {
            return new Matched(null, Map.of(), Map.of(), refusal, allow);
        }
    }

    /// Who sent the request: where its body comes from, and whether they still wait.
    interface Peer {
        byte[] bytes() throws IOException;

        InputStream stream();

        /// What `failure` came from: a deadline that has passed shows as many different exceptions.
        Throwable causeOf(Throwable failure);
    }

    @Override
    public RequestId id() {
        return head.id;
    }

    @Override
    public String method() {
        return head.method;
    }

    @Override
    public String path() {
        return head.path;
    }

    @Override
    public String rawQuery() {
        return head.query;
    }

    @Override
    public Optional<Operation> operation() {
        return Optional.ofNullable(matched.operation);
    }

    @Override
    public String pathParameter(String name) {
        String value = matched.pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no parameter " + name);
        }
        return value;
    }

    @Override
    public Set<String> queryNames() {
        return matched.query.keySet();
    }

    @Override
    public List<String> queryAll(String name) {
        return matched.query.getOrDefault(name, List.of());
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers.get(name));
    }

    @Override
    public List<String> headerAll(String name) {
        return head.headers.getAll(name);
    }

    @Override
    public void forEachHeader(BiConsumer<String, String> consumer) {
        head.headers.forEach(consumer);
    }

    @Override
    public Caller caller() {
        return caller;
    }

    @Override
    public byte[] body() throws IOException {
        return peer.bytes();
    }

    @Override
    public <T> T json(Class<T> type) throws IOException {
        JsonNode value = tree;
        try {
            T read = value == null ? Json.parse(body(), type) : Json.mapper().treeToValue(value, type);
            if (read == null) {
                throw refused("", "must not be null");
            }
            return read;
        } catch (JsonMappingException e) {
            throw refused(pointer(e), reason(e));
        } catch (JsonProcessingException e) {
            throw ProblemType.MALFORMED_REQUEST.because("the body is not JSON");
        }
    }

    @Override
    public InputStream bodyStream() {
        return peer.stream();
    }

    @Override
    public String remoteAddress() {
        return head.remoteAddress;
    }

    void authenticated(Caller known) {
        caller = known;
    }

    void checkedBody(JsonNode value) {
        tree = value;
    }

    /// The answer to a request that no route matches.
    Response refuse() {
        ProblemException refusal = matched.refusal;
        if (refusal == null) {
            throw new IllegalStateException("a request that matches a route is not refused here");
        }
        Response response = Response.problem(refusal, this);
        return matched.allow.isEmpty() ? response : response.withHeader("Allow", matched.allow);
    }

    /// The answer to a failure of this request's handling.
    Response failed(Throwable failure) {
        Operation operation = matched.operation;
        String where = operation == null ? head.method : operation.id();
        return Problems.answer(peer.causeOf(failure), where, head.id.value());
    }

    private static ProblemException refused(String pointer, String detail) {
        return new ProblemException(
                ProblemType.VALIDATION_FAILED,
                "see errors for what is wrong where",
                List.of(new FieldError(pointer, detail)),
                null);
    }

    private static String pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            pointer.append('/').append(step.getFieldName() == null ? step.getIndex() : step.getFieldName());
        }
        return pointer.toString();
    }

    // The words of our own records are meant for the caller; those of Jackson and the JDK tell of classes.
    private static String reason(JsonMappingException e) {
        Throwable cause = e.getCause();
        String words = null;
        if (cause instanceof MalformedIdException
                || (cause != null && cause.getClass().equals(IllegalArgumentException.class))) {
            words = cause.getMessage();
        }
        return words == null ? "is not of the expected form" : words;
    }
}
