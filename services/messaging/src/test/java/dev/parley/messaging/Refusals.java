package dev.parley.messaging;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.parley.core.problem.ProblemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// Claims about refusals.
final class Refusals {
    private Refusals() {}

    static void assertRefused(String code, ThrowingCallable call) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(call)
                .satisfies(problem -> org.assertj.core.api.Assertions.assertThat(
                                problem.type().code())
                        .isEqualTo(code));
    }
}
