package dev.parley.auth;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
import java.time.Duration;
import java.util.List;

/// What auth refuses, beyond what every service does.
public final class AuthProblems {
    public static final ProblemType USER_NAME_TAKEN = new ProblemType("user-name-taken", 409, "The user name is taken");
    public static final ProblemType WEAK_PASSWORD =
            new ProblemType("weak-password", 400, "The password is too easily guessed");
    /// Says the same of an unknown user name and of a wrong password.
    public static final ProblemType INVALID_CREDENTIALS =
            new ProblemType("invalid-credentials", 401, "User name or password is wrong");
    public static final ProblemType TOO_MANY_ATTEMPTS =
            new ProblemType("too-many-attempts", 429, "Too many failed sign-ins");

    public static final ProblemType LAST_OWNER =
            new ProblemType("last-owner", 409, "An installation keeps one owner at least");

    public static final ProblemType SECOND_FACTOR_REQUIRED =
            new ProblemType("second-factor-required", 401, "A second factor is required");
    public static final ProblemType SECOND_FACTOR_ENROLMENT_REQUIRED =
            new ProblemType("second-factor-enrolment-required", 403, "A second factor must be added");
    public static final ProblemType INVALID_CHALLENGE =
            new ProblemType("invalid-challenge", 401, "The sign-in must begin again");
    public static final ProblemType INVALID_SECOND_FACTOR =
            new ProblemType("invalid-second-factor", 401, "The second factor is not accepted");
    public static final ProblemType INVALID_PASSKEY =
            new ProblemType("invalid-passkey", 401, "The passkey is not accepted");
    public static final ProblemType UNUSABLE_PASSKEY =
            new ProblemType("unusable-passkey", 400, "The passkey cannot be added");
    public static final ProblemType TOO_MANY_FACTORS =
            new ProblemType("too-many-factors", 409, "The account has as many factors as it may");
    public static final ProblemType NO_SECOND_FACTOR =
            new ProblemType("no-second-factor", 409, "The account has no second factor");
    public static final ProblemType LAST_FACTOR = new ProblemType("last-factor", 409, "The last second factor stays");

    public static final ProblemType TOO_MANY_TOKENS =
            new ProblemType("too-many-tokens", 409, "The account has as many API tokens as it may");
    public static final ProblemType TOO_MANY_ROLES =
            new ProblemType("too-many-roles", 409, "There are as many roles as there may be");
    public static final ProblemType PROOF_OF_WORK_REQUIRED =
            new ProblemType("proof-of-work-required", 403, "A proof of work is required");

    private AuthProblems() {}

    /// @param wait before the next try
    public static ProblemException tooManyAttempts(Duration wait) {
        // Whole seconds, as in Retry-After, and never zero.
        Duration rounded = Duration.ofSeconds(wait.plusMillis(999).toSeconds());
        return new ProblemException(TOO_MANY_ATTEMPTS, "wait before the next try", List.of(), rounded);
    }

    static ProblemException lastOwner() {
        return LAST_OWNER.because("make somebody else an owner first");
    }

    /// @param member top-level member of the body
    public static ProblemException invalid(String member, String detail) {
        return new ProblemException(
                ProblemType.VALIDATION_FAILED,
                "the request does not follow its contract",
                List.of(new FieldError("/" + member, detail)),
                null);
    }
}
