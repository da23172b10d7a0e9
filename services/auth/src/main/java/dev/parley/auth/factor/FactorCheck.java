package dev.parley.auth.factor;

import dev.parley.auth.AuthProblems;
import dev.parley.auth.attempt.LoginAttempts;
import dev.parley.auth.factor.FactorEvents.Subject;
import dev.parley.auth.key.KeySeal;
import dev.parley.auth.key.Mac;
import dev.parley.auth.store.FactorStore;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.secret.Secret;
import dev.parley.storage.document.Versioned;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Whether a factor of an account was proven. What proved it is used up.
///
/// Attempts are counted for account and address as those of passwords are, but under names of their own: guessing
/// codes never slows down passwords, nor the other way round.
public final class FactorCheck {
    /// In capitals, which no user name has once it is folded.
    private static final String COUNTED_AS = "FACTOR\n";

    private final FactorStore store;
    private final LoginAttempts attempts;
    private final Keys keys;
    private final FactorEvents events;
    private final InstantSource clock;

    public FactorCheck(FactorStore store, LoginAttempts attempts, Keys keys, FactorEvents events, InstantSource clock) {
        this.store = store;
        this.attempts = attempts;
        this.keys = keys;
        this.events = events;
        this.clock = clock;
    }

    /// @param seal of the secrets of authenticator apps
    /// @param names what recovery codes and challenges are kept as
    public record Keys(KeySeal seal, Mac names) {}

    /// @return the methods that were proven, as in [Authentication]
    /// @throws ProblemException `invalid-second-factor`, `too-many-attempts`
    List<String> check(Subject subject, FactorProof proof) {
        begin(subject, proof.kind());
        Instant now = clock.instant();
        Optional<List<String>> methods = switch (proof) {
            case FactorProof.TotpCode(Secret code) -> checkTotp(subject, code, now);
            case FactorProof.Recovery(Secret code) -> checkRecovery(subject, code);
        };
        if (methods.isEmpty()) {
            events.refused(subject, proof.kind());
            throw refused();
        }
        succeeded(subject);
        return methods.get();
    }

    /// The first code of an authenticator app that is being added.
    ///
    /// @return its step, which is used up by it
    /// @throws ProblemException `invalid-second-factor`, `too-many-attempts`
    long checkFirst(Subject subject, String totpId, String sealedSecret, Secret code) {
        begin(subject, "totp");
        OptionalLong step = acceptedStep(totpId, sealedSecret, code, -1);
        if (step.isEmpty()) {
            events.refused(subject, "totp");
            throw refused();
        }
        succeeded(subject);
        return step.getAsLong();
    }

    /// What a recovery code is kept as.
    String hash(UserId user, byte[] canonicalCode) {
        byte[] account = user.value().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(keys.names().code(account, canonicalCode));
    }

    private void begin(Subject subject, String kind) {
        Duration wait = attempts.begin(subject.tenant(), COUNTED_AS + subject.user(), subject.from(), clock.instant());
        if (!wait.isZero()) {
            events.throttled(subject, kind);
            throw AuthProblems.tooManyAttempts(wait);
        }
    }

    private void succeeded(Subject subject) {
        attempts.succeeded(subject.tenant(), COUNTED_AS + subject.user(), subject.from(), clock.instant());
    }

    private Optional<List<String>> checkTotp(Subject subject, Secret code, Instant now) {
        for (Versioned<StoredTotp> totp : store.totps(subject.tenant(), subject.user())) {
            OptionalLong step = acceptedStep(
                    totp.id(), totp.value().sealedSecret(), code, totp.value().lastStep());
            if (step.isPresent() && store.useStep(subject.tenant(), totp.id(), step.getAsLong(), now)) {
                return Optional.of(List.of(Authentication.ONE_TIME));
            }
        }
        return Optional.empty();
    }

    private OptionalLong acceptedStep(String totpId, String sealedSecret, Secret code, long lastStep) {
        byte[] secret = keys.seal().open(totpId, sealedSecret);
        try {
            return Totp.acceptedStep(secret, code, clock.instant(), lastStep);
        } finally {
            Arrays.fill(secret, (byte) 0);
        }
    }

    private Optional<List<String>> checkRecovery(Subject subject, Secret code) {
        boolean used = RecoveryCode.canonical(code)
                .map(canonical -> store.useCode(subject.tenant(), subject.user(), hash(subject.user(), canonical)))
                .orElse(false);
        if (!used) {
            return Optional.empty();
        }
        events.recoveryCodeUsed(subject, store.codesLeft(subject.tenant(), subject.user()));
        return Optional.of(List.of(Authentication.ONE_TIME));
    }

    private static ProblemException refused() {
        return AuthProblems.INVALID_SECOND_FACTOR.because("check it and try again; each code is good for one use");
    }
}
