package dev.parley.client;

import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.parley.client.Outcome.Answered;
import dev.parley.client.Outcome.Lost;
import dev.parley.client.Outcome.NotSent;
import dev.parley.core.problem.AmbiguousCommitException;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.problem.StoreUnavailableException;
import dev.parley.http.ContentDigest;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The exceptions that callers see, the same as if the service were in this process:
///
/// | what came | what is thrown |
/// |---|---|
/// | a problem document | [ProblemException] of its code, status and title |
/// | 503; no connection; every circuit open; 400 `digest-mismatch` | [StoreUnavailableException] |
/// | no usable answer, or 502, or 504 | [StoreUnavailableException] when the call may be repeated, else
/// [AmbiguousCommitException]: it may have been done |
/// | 503 `outcome-unknown` | [AmbiguousCommitException] |
final class Failures {
    private static final String OUTCOME_UNKNOWN = "outcome-unknown";

    private final String target;

    Failures(String target) {
        this.target = target;
    }

    RuntimeException of(Call call, Outcome outcome) {
        return switch (outcome) {
            case NotSent(Throwable cause) ->
                new StoreUnavailableException(target + " cannot be reached for " + call, cause);
            case Lost(Throwable cause) -> lost(call, cause);
            case Answered answer -> refusal(call, answer);
        };
    }

    StoreUnavailableException circuitOpen(Call call) {
        return new StoreUnavailableException(
                "the circuit to " + target + " is open: it failed too often, " + call + " was not sent");
    }

    StoreUnavailableException tooLate(Call call) {
        return new StoreUnavailableException("the deadline passed before " + target + " was asked for " + call);
    }

    /// The service says that the request was changed on its way, so that it did nothing.
    boolean isArrivedDamaged(Answered answer) {
        try {
            return answer.status() == ContentDigest.MISMATCH.status()
                    && ContentDigest.MISMATCH.code().equals(answer.json(ProblemDocument.class).code);
        } catch (IOException e) {
            return false;
        }
    }

    RuntimeException interrupted(Call call, InterruptedException cause) {
        return lost(call, cause);
    }

    private RuntimeException lost(Call call, Throwable cause) {
        return call.isRepeatable()
                ? new StoreUnavailableException(target + " gave no usable answer to " + call, cause)
                : new AmbiguousCommitException(
                        target + " gave no usable answer to " + call + "; it may have been done", cause);
    }

    private RuntimeException refusal(Call call, Answered answer) {
        String said = target + " answered " + answer.status() + " to " + call;
        try {
            ProblemDocument problem = answer.json(ProblemDocument.class);
            if (isArrivedDamaged(answer)) {
                return new StoreUnavailableException(said + ": " + problem.detail, problem.exception(answer));
            }
            return switch (answer.status()) {
                case 503 ->
                    OUTCOME_UNKNOWN.equals(problem.code)
                            ? new AmbiguousCommitException(said, problem.exception(answer))
                            : new StoreUnavailableException(said + ": " + problem.detail, problem.exception(answer));
                case 502, 504 -> lost(call, problem.exception(answer));
                default -> problem.exception(answer);
            };
        } catch (IOException | IllegalArgumentException e) {
            // Not a service of ours that speaks here: a proxy, another program on the port, or a damaged answer.
            return lost(call, new IOException(said + ", without a problem document", e));
        }
    }

    /// The body of RFC 9457, as our services write it.
    private record ProblemDocument(
            @Nullable String type,
            @Nullable String title,
            int status,
            @Nullable String detail,
            @Nullable String code,
            @Nullable String requestId,
            @Nullable List<FieldError> errors,
            @JsonAnySetter @Nullable Map<String, @Nullable Object> others) {
        ProblemException exception(Answered answer) {
            if (status != answer.status() || code == null || title == null || detail == null) {
                throw new IllegalArgumentException("the problem document lacks a member or is about another status");
            }
            ProblemException refusal = new ProblemException(
                    new ProblemType(code, status, title),
                    detail,
                    errors == null ? List.of() : errors,
                    retryAfter(answer));
            return others == null ? refusal : refusal.with(present(others));
        }

        private static Map<String, Object> present(Map<String, @Nullable Object> members) {
            Map<String, Object> present = new LinkedHashMap<>();
            members.forEach((name, value) -> {
                if (value != null) {
                    present.put(name, value);
                }
            });
            return present;
        }
    }

    /// Seconds, the only form that our services use.
    static @Nullable Duration retryAfter(Answered answer) {
        String header = answer.retryAfter();
        return header != null && header.matches("\\d{1,6}") ? Duration.ofSeconds(Long.parseLong(header)) : null;
    }
}
