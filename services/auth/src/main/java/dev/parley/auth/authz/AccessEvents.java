package dev.parley.auth.authz;

import dev.parley.api.compliance.AuditOutcome;
import dev.parley.auth.AuditRecords;
import dev.parley.auth.AuditRecords.Happening;
import dev.parley.auth.AuditSink;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.id.IdSource;
import dev.parley.core.id.UserId;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What authorization tells the audit log, in the words of the OWASP logging vocabulary
/// (`docs/spec/security-events.md`). The reason of a break-glass is personal and goes sealed; ids and permissions
/// stand in the clear.
public final class AccessEvents {
    private static final String PERMISSIONS = "permissions";
    private static final int MOST_OF_A_DETAIL = 256;

    private final AuditRecords records;

    public AccessEvents(AuditSink sink, IdSource ids, InstantSource clock) {
        this.records = new AuditRecords(sink, ids, clock);
    }

    void roleCreated(Caller.User actor, String role, StoredRole definition) {
        tell(actor, "privilege.role.created", role, actor.user(), of(definition.permissions()));
    }

    void roleChanged(Caller.User actor, String role, StoredRole definition) {
        tell(actor, "privilege.permissions.changed", role, actor.user(), of(definition.permissions()));
    }

    void roleDeleted(Caller.User actor, String role) {
        tell(actor, "privilege.role.deleted", role, actor.user(), Map.of());
    }

    /// @param roles all that the user has now of the tenant's making
    void rolesAssigned(Caller.User actor, UserId user, Set<String> roles) {
        Map<String, String> details =
                Map.of("customRoles", String.join(" ", roles.stream().sorted().toList()));
        tell(actor, "authz.change", user.value(), user, details);
    }

    public void serviceAccountCreated(Caller.User actor, UserId account) {
        tell(actor, "user.created", account.value(), account, Map.of("roles", "bot"));
    }

    void tokenCreated(Caller.User actor, UserId owner, String token, Set<Permission> scopes) {
        Map<String, String> details = new LinkedHashMap<>(of(scopes));
        details.put("owner", owner.value());
        tell(actor, "authn.token.created", token, owner, details);
    }

    void tokenRevoked(Caller.User actor, UserId owner, String token) {
        tell(actor, "authn.token.revoked", token, owner, Map.of("owner", owner.value()));
    }

    void opened(Caller.User actor, String id, StoredBreakGlass opened) {
        tell(
                actor,
                new Told(
                        "authz.admin.break-glass.opened",
                        id,
                        actor.user(),
                        what(opened),
                        Map.of("reason", opened.reason())));
    }

    void ended(Caller.User actor, String id, StoredBreakGlass opened) {
        tell(actor, "authz.admin.break-glass.ended", id, opened.userId(), what(opened));
    }

    private static Map<String, String> what(StoredBreakGlass opened) {
        Map<String, String> details = new LinkedHashMap<>();
        details.put("user", opened.userId().value());
        details.put("until", opened.expiresAt().toString());
        if (opened.permission() != null) {
            details.put("permission", opened.permission().code());
        }
        if (opened.conversationId() != null) {
            details.put("conversation", opened.conversationId().value());
        }
        return details;
    }

    private static Map<String, String> of(Set<Permission> permissions) {
        return listed(
                PERMISSIONS, permissions.stream().sorted().map(Permission::code).toList());
    }

    /// Words in as many details as they need: one holds 256 characters.
    private static Map<String, String> listed(String name, List<String> words) {
        Map<String, String> details = new LinkedHashMap<>();
        StringBuilder text = new StringBuilder();
        int part = 1;
        for (String word : words) {
            if (text.length() + word.length() + 1 > MOST_OF_A_DETAIL) {
                details.put(part == 1 ? name : name + part, text.toString());
                part++;
                text.setLength(0);
            }
            text.append(text.isEmpty() ? "" : " ").append(word);
        }
        details.put(part == 1 ? name : name + part, text.toString());
        return details;
    }

    private record Told(
            String action,
            String resource,
            UserId subject,
            Map<String, String> details,
            Map<String, String> personal) {}

    private void tell(Caller.User actor, String action, String resource, UserId subject, Map<String, String> details) {
        tell(actor, new Told(action, resource, subject, details, Map.of()));
    }

    private void tell(Caller.User actor, Told event) {
        records.tell(
                actor.tenant(),
                new Happening(
                        actor.user().value(),
                        event.action(),
                        event.resource(),
                        AuditOutcome.SUCCESS,
                        event.details(),
                        event.subject(),
                        event.personal()));
    }
}
