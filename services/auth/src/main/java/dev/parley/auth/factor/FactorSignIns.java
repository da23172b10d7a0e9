package dev.parley.auth.factor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.api.auth.FactorSignInsApi;
import dev.parley.api.auth.FactorsApi.TotpEnrolment;
import dev.parley.api.auth.Tokens;
import dev.parley.auth.AuthProblems;
import dev.parley.auth.Sessions;
import dev.parley.auth.Sessions.Proof;
import dev.parley.auth.Sessions.SignIn;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.factor.FactorEvents.Subject;
import dev.parley.auth.passkey.Passkeys;
import dev.parley.auth.store.PendingSignInStore;
import dev.parley.core.caller.Caller;
import dev.parley.core.id.TenantId;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import dev.parley.core.secret.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signing in with a second factor, and proving one again.
public final class FactorSignIns implements FactorSignInsApi {
    /// Where who is not signed in yet belongs.
    private static final TenantId TENANT = TenantId.DEFAULT;

    private final Sessions sessions;
    private final SecondFactorGate gate;
    private final PendingSignInStore pending;
    private final Factors factors;
    private final Checks checks;

    public FactorSignIns(
            Sessions sessions, SecondFactorGate gate, PendingSignInStore pending, Factors factors, Checks checks) {
        this.sessions = sessions;
        this.gate = gate;
        this.pending = pending;
        this.factors = factors;
        this.checks = checks;
    }

    /// Whether something was proven.
    public record Checks(FactorCheck factor, PasswordCheck password, Passkeys passkeys, FactorEvents events) {}

    /// Whether a password is that of an account that is signed in.
    @FunctionalInterface
    public interface PasswordCheck {
        /// @throws ProblemException `invalid-credentials`, `too-many-attempts`
        void check(Subject subject, Secret password);
    }

    @Override
    public Tokens logInWithFactor(SecondFactor factor) {
        return logInWithFactor(factor, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    Tokens logInWithFactor(SecondFactor factor, ClientAddress from) {
        String id = gate.id(factor.challenge());
        FactorProof proof = FactorProof.of(factor.totp(), factor.recoveryCode(), factor.passkey(), id);
        requireSameNetwork(pending.pending(TENANT, id).orElseThrow(FactorSignIns::invalidChallenge), from);
        PendingSignIn begun = pending.tryOnce(TENANT, id).orElseThrow(FactorSignIns::invalidChallenge);
        Subject subject = new Subject(TENANT, begun.userId(), from, begun.device());
        List<String> methods = new ArrayList<>(List.of(Authentication.PASSWORD));
        if (begun.enrols()) {
            methods.add(addFirst(id, begun, subject, proof));
        } else {
            methods.addAll(checks.factor().check(subject, proof));
            requireEnded(id);
        }
        return sessions.start(
                new SignIn(TENANT, begun.userId(), begun.device(), from, new Proof(methods, begun.passwordOf())));
    }

    @Override
    public TotpEnrolment enrol(Secret challenge) {
        return enrol(challenge, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    TotpEnrolment enrol(Secret challenge, ClientAddress from) {
        String id = gate.id(challenge);
        PendingSignIn begun = pending.pending(TENANT, id).orElseThrow(FactorSignIns::invalidChallenge);
        requireSameNetwork(begun, from);
        if (!begun.enrols()) {
            throw invalidChallenge();
        }
        Factors.NewTotp made = factors.newTotp();
        PendingSignIn adding = pending.addTotp(TENANT, id, made.id(), made.sealedSecret())
                .orElseThrow(FactorSignIns::invalidChallenge);
        return factors.enrolment(TENANT, begun.userId(), required(adding.totpId()), required(adding.sealedSecret()));
    }

    @Override
    public JsonNode passkeyOptions() {
        return checks.passkeys().requestOptions();
    }

    @Override
    public Tokens logInWithPasskey(PasskeyLogin login) {
        return logInWithPasskey(login, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    Tokens logInWithPasskey(PasskeyLogin login, ClientAddress from) {
        String device = Sessions.device(login.device());
        Passkeys.Proven proven = checks.factor().checkAlone(TENANT, login.credential(), from, device);
        return sessions.start(new SignIn(TENANT, proven.user(), device, from, new Proof(proven.methods(), null)));
    }

    @Override
    public JsonNode stepUpPasskeyOptions(Caller.User caller) {
        sessions.session(caller);
        if (!gate.kinds(caller.tenant(), caller.user()).contains("passkey")) {
            throw AuthProblems.NO_SECOND_FACTOR.because("the account has no passkey");
        }
        return checks.passkeys().requestOptions(caller.tenant(), caller.user(), context(caller));
    }

    @Override
    public AccessToken stepUp(Caller.User caller, StepUp proof) {
        return stepUp(caller, proof, ClientAddress.UNKNOWN);
    }

    /// @param from where the request came from
    AccessToken stepUp(Caller.User caller, StepUp proof, ClientAddress from) {
        Subject subject = new Subject(
                caller.tenant(), caller.user(), from, sessions.session(caller).device());
        List<String> methods = proven(subject, proof, context(caller));
        AccessToken token = sessions.stepUp(caller, methods);
        checks.events().steppedUp(subject);
        return token;
    }

    private List<String> proven(Subject subject, StepUp proof, String context) {
        Secret password = proof.password();
        if (password == null) {
            return checks.factor()
                    .check(subject, FactorProof.of(proof.totp(), proof.recoveryCode(), proof.passkey(), context));
        }
        if (proof.totp() != null || proof.recoveryCode() != null || proof.passkey() != null) {
            throw ProblemType.VALIDATION_FAILED.because("one proof, and no more, must be given");
        }
        List<String> kinds = gate.kinds(subject.tenant(), subject.user());
        if (!kinds.isEmpty()) {
            // Before the password is looked at: who holds a stolen session learns nothing about it here.
            throw AuthProblems.SECOND_FACTOR_REQUIRED
                    .because("prove one of the factors")
                    .with(Map.of("factors", kinds));
        }
        checks.password().check(subject, password);
        return List.of(Authentication.PASSWORD);
    }

    /// What the challenge of a passkey is for that steps up.
    private static String context(Caller.User caller) {
        return caller.session().value();
    }

    /// Adds the app whose first code this is, and ends the pending sign-in.
    private String addFirst(String id, PendingSignIn begun, Subject subject, FactorProof proof) {
        String totpId = begun.totpId();
        String sealedSecret = begun.sealedSecret();
        if (totpId == null || sealedSecret == null || !(proof instanceof FactorProof.TotpCode(Secret code))) {
            throw invalidChallenge();
        }
        long step = checks.factor().checkFirst(subject, totpId, sealedSecret, code);
        requireEnded(id);
        factors.addEnrolled(subject, totpId, sealedSecret, step);
        return Authentication.ONE_TIME;
    }

    private void requireSameNetwork(PendingSignIn begun, ClientAddress from) {
        if (!begun.network().equals(gate.network(from))) {
            checks.events().challengeMisused(new Subject(TENANT, begun.userId(), from, begun.device()));
            throw invalidChallenge();
        }
    }

    private void requireEnded(String id) {
        if (!pending.end(TENANT, id)) {
            throw invalidChallenge();
        }
    }

    private static String required(@Nullable String member) {
        if (member == null) {
            throw new IllegalStateException("an app that is being added has an id and a secret");
        }
        return member;
    }

    private static ProblemException invalidChallenge() {
        return AuthProblems.INVALID_CHALLENGE.because("begin again with the password");
    }
}
