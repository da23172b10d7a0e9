package dev.parley.http;

import dev.parley.core.caller.Caller;
import dev.parley.core.id.RequestId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/// A request on its way to a handler. Belongs to the one virtual thread that works for it.
public interface Request {
    RequestId id();

    /// Upper case.
    String method();

    /// The path as sent, not decoded, without the query.
    String path();

    /// The query as sent, not decoded, without the question mark; empty when there is none.
    String rawQuery();

    /// The operation of the contract; empty when no route matches.
    Optional<Operation> operation();

    /// The decoded value of a `{name}` of the path.
    ///
    /// @throws IllegalArgumentException when the operation's path has no such parameter
    String pathParameter(String name);

    /// The names of the query's parameters.
    Set<String> queryNames();

    /// All decoded values of a query parameter, in order.
    List<String> queryAll(String name);

    /// The first value of a header, its name compared without case.
    Optional<String> header(String name);

    /// Every value of a header, in order.
    List<String> headerAll(String name);

    /// Hands each header to `consumer`, in the order sent.
    void forEachHeader(BiConsumer<String, String> consumer);

    /// Who asks: anonymous before authentication, and for operations that ask for none.
    Caller caller();

    /// The whole body; empty when there is none.
    ///
    /// @throws ProblemException of type `too-large` beyond the operation's bound
    /// @throws IOException when the peer goes away
    byte[] body() throws IOException;

    /// The body of a JSON or form operation, already checked against the contract, as a record.
    ///
    /// @throws ProblemException of type `validation-failed` when the record's own constructor refuses it
    <T> T json(Class<T> type) throws IOException;

    /// The body as it arrives, within the same bound as [#body], for operations that stream. Reading it waits for
    /// the peer, and the peer waits for the reader.
    InputStream bodyStream();

    /// The address of whoever asks: that of the peer, or the one that [TrustedProxies] vouch for where the peer is
    /// one of them. Empty where the connection has none.
    String remoteAddress();

    /// The first decoded value of a query parameter.
    default Optional<String> query(String name) {
        List<String> values = queryAll(name);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.getFirst());
    }

    /// A query parameter that is an integer. Its bounds are the contract's.
    ///
    /// @param absent what holds when it is not given
    default int queryInt(String name, int absent) {
        List<String> values = queryAll(name);
        if (values.isEmpty()) {
            return absent;
        }
        try {
            return Integer.parseInt(values.getFirst());
        } catch (NumberFormatException e) {
            throw new ProblemException(
                    ProblemType.VALIDATION_FAILED,
                    "see errors for what is wrong where",
                    List.of(new FieldError(name, "must be an integer of 32 bits")),
                    null);
        }
    }

    /// The person who asks.
    ///
    /// @throws ProblemException of type `forbidden` when it is none
    default Caller.User user() {
        if (caller() instanceof Caller.User user) {
            return user;
        }
        throw ProblemType.FORBIDDEN.because("only a user may do that");
    }

    /// The service that asks.
    ///
    /// @throws ProblemException of type `forbidden` when it is none
    default Caller.Service service() {
        if (caller() instanceof Caller.Service service) {
            return service;
        }
        throw ProblemType.FORBIDDEN.because("only a service may do that");
    }
}
