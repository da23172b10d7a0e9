package dev.parley.auth.factor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What somebody shows to prove a factor.
sealed interface FactorProof {
    /// The name of its kind on the wire.
    String kind();

    record TotpCode(Secret code) implements FactorProof {
        @Override
        public String kind() {
            return "totp";
        }
    }

    record Recovery(Secret code) implements FactorProof {
        @Override
        public String kind() {
            return "recovery-code";
        }
    }

    /// @param context what the challenge of the passkey must be for
    record Passkey(JsonNode credential, String context) implements FactorProof {
        @Override
        public String kind() {
            return "passkey";
        }
    }

    /// The one that is there.
    ///
    /// @param context as in [Passkey]
    /// @throws ProblemException `validation-failed` when there is none or more than one
    static FactorProof of(
            @Nullable Secret totp, @Nullable Secret recoveryCode, @Nullable JsonNode passkey, String context) {
        List<FactorProof> given = Stream.<@Nullable FactorProof>of(
                        totp == null ? null : new TotpCode(totp),
                        recoveryCode == null ? null : new Recovery(recoveryCode),
                        passkey == null ? null : new Passkey(passkey, context))
                .<FactorProof>mapMulti((proof, out) -> {
                    if (proof != null) {
                        out.accept(proof);
                    }
                })
                .toList();
        if (given.size() != 1) {
            throw ProblemType.VALIDATION_FAILED.because("one factor, and no more, must be given");
        }
        return given.getFirst();
    }
}
