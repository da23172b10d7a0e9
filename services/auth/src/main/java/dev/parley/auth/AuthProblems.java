package dev.parley.auth;

import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemException.FieldError;
import dev.parley.core.problem.ProblemType;
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

    private AuthProblems() {}

    static ProblemException lastOwner() {
        return LAST_OWNER.because("make somebody else an owner first");
    }

    /// @param member top-level member of the body
    static ProblemException invalid(String member, String detail) {
        return new ProblemException(
                ProblemType.VALIDATION_FAILED,
                "the request does not follow its contract",
                List.of(new FieldError("/" + member, detail)),
                null);
    }
}
