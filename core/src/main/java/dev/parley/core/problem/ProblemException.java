package dev.parley.core.problem;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A request is refused, and nothing was changed by it.
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ProblemType type;
    private final transient List<FieldError> errors;
    private final transient @Nullable Duration retryAfter;
    private final transient Map<String, Object> extensions;

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of(), null);
    }

    /// @param errors what is wrong where, at most as many as a person would read
    /// @param retryAfter when trying again makes sense, for 429 and 503
    public ProblemException(ProblemType type, String detail, List<FieldError> errors, @Nullable Duration retryAfter) {
        this(type, detail, errors, retryAfter, Map.of());
    }

    private ProblemException(
            ProblemType type,
            String detail,
            List<FieldError> errors,
            @Nullable Duration retryAfter,
            Map<String, Object> extensions) {
        // A refusal is an answer, not a fault: its stack trace would be noise and costs more than the request.
        super(detail, null, false, false);
        this.type = type;
        this.errors = List.copyOf(errors);
        this.retryAfter = retryAfter;
        this.extensions = Map.copyOf(extensions);
    }

    /// The same refusal with members of its type's own (RFC 9457 §3.2): what a client needs to go on.
    ///
    /// @param members text, numbers and lists of these, by names that are no members of every problem
    public ProblemException with(Map<String, Object> members) {
        return new ProblemException(type, detail(), errors, retryAfter, members);
    }

    public ProblemType type() {
        return type;
    }

    public String detail() {
        return java.util.Objects.requireNonNull(getMessage());
    }

    public List<FieldError> errors() {
        return errors;
    }

    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /// Members beside those of every problem; empty for most.
    public Map<String, Object> extensions() {
        return extensions;
    }

    /// @param pointer JSON pointer (RFC 6901) into the body, or the name of a parameter
    public record FieldError(String pointer, String detail) {}
}
