package dev.parley.auth;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.auth.AuditRecords.Happening;
import dev.parley.auth.attempt.ClientAddress;
import dev.parley.auth.attempt.StuffingWatch;
import dev.parley.core.caller.Role;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What auth tells the audit log, named after the OWASP logging vocabulary. Ids stand in the clear; addresses,
/// names and devices are personal and go sealed.
///
/// An event is told after what it tells of was committed and before the caller is answered: an answer without its
/// event does not exist, an event of something that was then not answered can.
final class SecurityEvents {
    private static final String ANONYMOUS = "anonymous";
    private static final String SESSIONS = "/v1/sessions";

    private final AuditRecords records;

    SecurityEvents(AuditSink sink, IdSource ids, InstantSource clock) {
        this.records = new AuditRecords(sink, ids, clock);
    }

    /// Why a login was refused.
    enum Refusal {
        WRONG_CREDENTIALS("authn.login.fail"),
        TOO_MANY_ATTEMPTS("authn.login.lock");

        private final String action;

        Refusal(String action) {
            this.action = action;
        }
    }

    void registered(TenantId tenant, UserId user, ClientAddress from) {
        tell(tenant, new Event("user.created", user.value(), user, null, Map.of("address", from.text())));
    }

    void loggedIn(TenantId tenant, UserId user, SessionId session, ClientAddress from, String device) {
        tell(
                tenant,
                new Event(
                        "authn.login.success",
                        session.value(),
                        user,
                        null,
                        Map.of("address", from.text(), "device", device)));
    }

    /// @param user whose account it would have been; what was typed as a name is not told, people type passwords
    ///     there
    void loginRefused(TenantId tenant, Refusal refusal, Optional<UserId> user, ClientAddress from, String device) {
        String resource = user.map(UserId::value).orElse(SESSIONS);
        Map<String, String> personal = Map.of("address", from.text(), "device", device);
        tell(tenant, new Event(refusal.action, resource, user.orElse(null), ANONYMOUS, personal));
    }

    /// A refresh token was used again: it, or its successor, is in the wrong hands.
    void refreshTokenReused(TenantId tenant, UserId user, SessionId session, ClientAddress from) {
        tell(tenant, new Event("authn.token.reuse", session.value(), user, ANONYMOUS, Map.of("address", from.text())));
    }

    /// A limit on how often something may be done from one address was reached.
    ///
    /// @param limit its name in the configuration
    void limitExceeded(TenantId tenant, String limit, ClientAddress from) {
        tell(
                tenant,
                new Event("excess.rate-limit.exceeded", limit, null, ANONYMOUS, Map.of("address", from.text())),
                Map.of("limit", limit));
    }

    /// Sign-ins fail in a way that looks like leaked passwords being tried. Told once in a window.
    void stuffingSeen(TenantId tenant, StuffingWatch.Signal signal, ClientAddress from) {
        String seen = signal.name().toLowerCase(Locale.ROOT).replace('_', '-');
        // Of many failures over all, the address of the last says nothing.
        Map<String, String> personal =
                signal == StuffingWatch.Signal.MANY_ACCOUNTS ? Map.of("address", from.text()) : Map.of();
        tell(
                tenant,
                new Event("malicious.credential-stuffing", SESSIONS, null, ANONYMOUS, personal),
                Map.of("signal", seen));
    }

    void loggedOut(TenantId tenant, UserId user, SessionId session) {
        tell(tenant, new Event("session.expired.logout", session.value(), user, null, Map.of()));
    }

    /// @param actor whose will it was: the subject's or an administrator's
    void sessionRevoked(TenantId tenant, UserId actor, UserId user, SessionId session) {
        tell(tenant, new Event("session.expired.revoked", session.value(), user, actor.value(), Map.of()));
    }

    void passwordChanged(TenantId tenant, UserId user, ClientAddress from) {
        tell(tenant, new Event("authn.password.change", user.value(), user, null, Map.of("address", from.text())));
    }

    void profileChanged(TenantId tenant, UserId user) {
        tell(tenant, new Event("user.updated", user.value(), user, null, Map.of()));
    }

    void deactivated(TenantId tenant, UserId actor, UserId user) {
        tell(tenant, new Event("user.archived", user.value(), user, actor.value(), Map.of()));
    }

    void reactivated(TenantId tenant, UserId actor, UserId user) {
        tell(tenant, new Event("user.restored", user.value(), user, actor.value(), Map.of()));
    }

    /// @param roles all that the user has now
    void rolesChanged(TenantId tenant, UserId actor, UserId user, Set<Role> roles) {
        String named = roles.stream().map(Enum::name).sorted().collect(Collectors.joining(" "));
        tell(
                tenant,
                new Event("authz.change", user.value(), user, actor.value(), Map.of()),
                Map.of("roles", named.toLowerCase(Locale.ROOT)));
    }

    /// A session had to make room for a newer one.
    void sessionDisplaced(TenantId tenant, UserId user, SessionId session) {
        tell(tenant, new Event("session.expired.displaced", session.value(), user, null, Map.of()));
    }

    /// @param subject whose data are personal
    /// @param actor null when it is the subject
    private record Event(
            String action,
            String resource,
            @Nullable UserId subject,
            @Nullable String actor,
            Map<String, String> personal) {
        AuditOutcome outcome() {
            return ANONYMOUS.equals(actor) ? AuditOutcome.REFUSED : AuditOutcome.SUCCESS;
        }

        String actorOrSubject() {
            return actor != null ? actor : subject != null ? subject.value() : ANONYMOUS;
        }
    }

    private void tell(TenantId tenant, Event event) {
        tell(tenant, event, Map.of());
    }

    /// @param details that are not personal
    private void tell(TenantId tenant, Event event, Map<String, String> details) {
        records.tell(
                tenant,
                new Happening(
                        event.actorOrSubject(),
                        event.action(),
                        event.resource(),
                        event.outcome(),
                        details,
                        event.subject(),
                        event.personal()));
    }
}
