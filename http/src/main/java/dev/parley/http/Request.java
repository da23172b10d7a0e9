package dev.parley.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.RequestId;
import dev.parley.core.id.TenantId;
import dev.parley.core.json.Json;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import io.vertx.core.MultiMap;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A request on its way to a handler. Belongs to the one virtual thread that works for it.
public final class Request {
    private final Head head;
    private final Matched matched;
    private final Peer peer;
    private Caller caller = new Caller.Anonymous(TenantId.DEFAULT);
    private @Nullable JsonNode tree;

    Request(Head head, Matched matched, Peer peer) {
        this.head = head;
        this.matched = matched;
        this.peer = peer;
    }

    /// What came before the body.
    ///
    /// @param path raw, as sent, without the query
    record Head(RequestId id, String method, String path, MultiMap headers, String remoteAddress) {}

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

    /// Who sent the request: where its body comes from, and whether it still waits.
    interface Peer {
        /// The whole body, awaited.
        ///
        /// @throws ProblemException of type `too-large` beyond the operation's bound
        byte[] bytes() throws IOException;

        /// The body as it arrives, within the same bound.
        InputStream stream();

        /// What `failure` came from: a deadline that has passed shows as many different exceptions.
        Throwable causeOf(Throwable failure);
    }

    public RequestId id() {
        return head.id;
    }

    /// Upper case.
    public String method() {
        return head.method;
    }

    /// The path as sent, not decoded, without the query.
    public String path() {
        return head.path;
    }

    /// The operation of the contract; empty when no route matches.
    public Optional<Operation> operation() {
        return Optional.ofNullable(matched.operation);
    }

    /// The decoded value of a `{name}` of the path.
    ///
    /// @throws IllegalArgumentException when the operation's path has no such parameter
    public String pathParameter(String name) {
        String value = matched.pathParameters.get(name);
        if (value == null) {
            throw new IllegalArgumentException("the path has no parameter " + name);
        }
        return value;
    }

    /// The decoded value of a query parameter.
    public Optional<String> query(String name) {
        List<String> values = matched.query.get(name);
        return values == null ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// All decoded values of a query parameter, in order.
    public List<String> queryAll(String name) {
        return matched.query.getOrDefault(name, List.of());
    }

    /// A query parameter that is an integer. Its bounds are the contract's.
    ///
    /// @param absent what holds when it is not given
    public int queryInt(String name, int absent) {
        List<String> values = matched.query.get(name);
        if (values == null) {
            return absent;
        }
        try {
            return Integer.parseInt(values.getFirst());
        } catch (NumberFormatException e) {
            throw refused(name, "must be an integer of 32 bits");
        }
    }

    Set<String> queryNames() {
        return matched.query.keySet();
    }

    /// The first value of a header, its name compared without case.
    public Optional<String> header(String name) {
        return Optional.ofNullable(head.headers.get(name));
    }

    /// Who asks: anonymous before authentication, and for operations that ask for none.
    public Caller caller() {
        return caller;
    }

    /// The person who asks.
    ///
    /// @throws ProblemException of type `forbidden` when it is none
    public Caller.User user() {
        if (caller instanceof Caller.User user) {
            return user;
        }
        throw ProblemType.FORBIDDEN.because("only a user may do that");
    }

    /// The service that asks.
    ///
    /// @throws ProblemException of type `forbidden` when it is none
    public Caller.Service service() {
        if (caller instanceof Caller.Service service) {
            return service;
        }
        throw ProblemType.FORBIDDEN.because("only a service may do that");
    }

    /// The whole body; empty when there is none.
    public byte[] body() throws IOException {
        return peer.bytes();
    }

    /// The body of a JSON or form operation, already checked against the contract, as a record.
    ///
    /// @throws ProblemException of type `validation-failed` when the record's own constructor refuses it
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

    /// The body as it arrives, for operations that stream. Reading it waits for the peer, and the peer waits for
    /// the reader.
    public InputStream bodyStream() {
        return peer.stream();
    }

    /// The address of the peer, which may be a proxy.
    public String remoteAddress() {
        return head.remoteAddress;
    }

    /// What a failure of this request's own is answered with.
    Response failed(Throwable failure) {
        Operation operation = matched.operation;
        String where = operation == null ? head.method : operation.id();
        return Problems.answer(peer.causeOf(failure), where, head.id.value());
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

    void authenticated(Caller known) {
        caller = known;
    }

    void checkedBody(JsonNode value) {
        tree = value;
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

    // The words of our own records are meant for the caller; Jackson's own tell of classes.
    private static String reason(JsonMappingException e) {
        return e.getCause() instanceof IllegalArgumentException refusal
                        && !(refusal instanceof NumberFormatException)
                        && refusal.getMessage() != null
                ? refusal.getMessage()
                : "is not of the expected form";
    }
}
