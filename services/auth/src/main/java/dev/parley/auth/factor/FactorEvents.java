package dev.parley.auth.factor;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.auth.AuditRecords;
import dev.parley.auth.AuditRecords.Happening;
import dev.parley.auth.AuditSink;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.time.InstantSource;
import java.util.Map;

/// What second factors tell the audit log, in the words of the OWASP logging vocabulary where it has one. Ids and
/// kinds of factors stand in the clear; their names and addresses are personal and go sealed.
public final class FactorEvents {
    private static final String ANONYMOUS = "anonymous";
    private static final String FACTOR = "factor";

    private final AuditRecords records;

    public FactorEvents(AuditSink sink, IdSource ids, InstantSource clock) {
        this.records = new AuditRecords(sink, ids, clock);
    }

    /// Somebody for whom a factor is proven.
    ///
    /// @param device as they call it
    public record Subject(TenantId tenant, UserId user, ClientAddress from, String device) {
        Map<String, String> personal() {
            return Map.of("address", from.text(), "device", device);
        }
    }

    /// @param kind of the factor that was tried
    void refused(Subject subject, String kind) {
        tell("authn.login.fail", subject, AuditOutcome.REFUSED, Map.of(FACTOR, kind));
    }

    /// @param kind of the factor that was tried
    void throttled(Subject subject, String kind) {
        tell("authn.login.lock", subject, AuditOutcome.REFUSED, Map.of(FACTOR, kind));
    }

    /// A challenge was used where it does not belong.
    void challengeMisused(Subject subject) {
        tell("authn.login.fail", subject, AuditOutcome.REFUSED, Map.of(FACTOR, "challenge"));
    }

    void recoveryCodeUsed(Subject subject, int left) {
        tell("authn.mfa.recovery", subject, AuditOutcome.SUCCESS, Map.of("left", Integer.toString(left)));
    }

    /// The counter of a passkey went back: its key is in two places.
    void passkeyCloned(Subject subject) {
        tell("authn.passkey.cloned", subject, AuditOutcome.REFUSED, Map.of());
    }

    void steppedUp(Subject subject) {
        tell("authn.stepup.success", subject, AuditOutcome.SUCCESS, Map.of());
    }

    /// @param kind of the factor
    void enrolled(TenantId tenant, UserId user, String kind, String factorId) {
        told(tenant, user, "authn.mfa.enrolled", factorId, Map.of(FACTOR, kind));
    }

    void removed(TenantId tenant, UserId user, String factorId) {
        told(tenant, user, "authn.mfa.removed", factorId, Map.of());
    }

    void codesRenewed(TenantId tenant, UserId user) {
        told(tenant, user, "authn.mfa.codes-renewed", user.value(), Map.of());
    }

    private void told(TenantId tenant, UserId user, String action, String resource, Map<String, String> details) {
        records.tell(
                tenant, new Happening(user.value(), action, resource, AuditOutcome.SUCCESS, details, user, Map.of()));
    }

    private void tell(String action, Subject subject, AuditOutcome outcome, Map<String, String> details) {
        records.tell(
                subject.tenant(),
                new Happening(
                        outcome == AuditOutcome.SUCCESS ? subject.user().value() : ANONYMOUS,
                        action,
                        subject.user().value(),
                        outcome,
                        details,
                        subject.user(),
                        subject.personal()));
    }
}
