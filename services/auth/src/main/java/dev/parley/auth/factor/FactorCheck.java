package dev.parley.auth.factor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.attempt.LoginAttempts;
import dev.parley.auth.factor.FactorEvents.Subject;
import dev.parley.auth.key.KeySeal;
import dev.parley.auth.key.Mac;
import dev.parley.auth.passkey.PasskeyVerifier.Presented;
import dev.parley.auth.passkey.PasskeyVerifier.RefusedException;
import dev.parley.auth.passkey.Passkeys;
import dev.parley.auth.store.FactorStore;
import dev.parley.core.id.TenantId;
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

    private static final String PASSKEY_COUNTED_AS = "PASSKEY\n";
    private static final String PASSKEY = "passkey";

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
    public record Keys(KeySeal seal, Mac names, Passkeys passkeys) {}

    /// @return the methods that were proven, as in [Authentication]
    /// @throws ProblemException `invalid-second-factor`, `too-many-attempts`
    List<String> check(Subject subject, FactorProof proof) {
        begin(subject, proof.kind());
        Instant now = clock.instant();
        Optional<List<String>> methods = switch (proof) {
            case FactorProof.TotpCode(Secret code) -> checkTotp(subject, code, now);
            case FactorProof.Recovery(Secret code) -> checkRecovery(subject, code);
            case FactorProof.Passkey(JsonNode credential, String context) -> checkPasskey(subject, credential, context);
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

    /// A passkey alone, without a user name. Attempts are counted for the passkey and the address.
    ///
    /// @throws ProblemException `invalid-passkey`, `too-many-attempts`
    Passkeys.Proven checkAlone(TenantId tenant, JsonNode credential, ClientAddress from, String device) {
        Presented presented;
        try {
            presented = keys.passkeys().read(credential);
        } catch (RefusedException e) {
            throw refusedPasskey();
        }
        String counted = PASSKEY_COUNTED_AS + presented.credentialId();
        Duration wait = attempts.begin(tenant, counted, from, clock.instant());
        Optional<Subject> subject = store.passkey(tenant, presented.credentialId())
                .map(passkey -> new Subject(tenant, passkey.value().userId(), from, device));
        if (!wait.isZero()) {
            subject.ifPresent(known -> events.throttled(known, PASSKEY));
            throw AuthProblems.tooManyAttempts(wait);
        }
        try {
            Passkeys.Proven proven = keys.passkeys().use(tenant, presented);
            attempts.succeeded(tenant, counted, from, clock.instant());
            return proven;
        } catch (RefusedException e) {
            subject.ifPresent(known -> {
                if (e.cloned()) {
                    events.passkeyCloned(known);
                }
                events.refused(known, PASSKEY);
            });
            throw refusedPasskey();
        }
    }

    private static ProblemException refusedPasskey() {
        return AuthProblems.INVALID_PASSKEY.because("use another passkey, or sign in with the password");
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

    private Optional<List<String>> checkPasskey(Subject subject, JsonNode credential, String context) {
        try {
            Presented presented = keys.passkeys().read(credential);
            return Optional.of(keys.passkeys()
                    .use(subject.tenant(), presented, subject.user(), context)
                    .methods());
        } catch (RefusedException e) {
            if (e.cloned()) {
                events.passkeyCloned(subject);
            }
            return Optional.empty();
        }
    }

    private static ProblemException refused() {
        return AuthProblems.INVALID_SECOND_FACTOR.because("check it and try again; each code is good for one use");
    }
}
