package dev.parley.core.caller;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/// What a user may do in a tenant: a named set of [Permission]s. The first account of an installation is its owner.
///
/// The table is published as `docs/spec/permissions.md`.
public enum Role {
    /// Everything about the installation, the roles of all included. There is always one who is active.
    @JsonProperty("owner")
    OWNER(Permission.values()),
    /// The accounts of those who may do no more than administrators. Reads neither messages of others nor the audit
    /// log, but for a break-glass.
    @JsonProperty("admin")
    ADMIN(
            Permission.ACCOUNT_OWN,
            Permission.TOKENS_OWN,
            Permission.ACCOUNTS_READ,
            Permission.ACCOUNTS_ADMINISTER,
            Permission.SERVICE_ACCOUNTS_ADMINISTER,
            Permission.BREAK_GLASS_USE),
    /// Reads the audit log, and no message.
    @JsonProperty("compliance-officer")
    COMPLIANCE_OFFICER(
            Permission.ACCOUNT_OWN,
            Permission.TOKENS_OWN,
            Permission.ACCOUNTS_READ,
            Permission.AUDIT_READ,
            Permission.BREAK_GLASS_REVIEW),
    /// Talks.
    @JsonProperty("member")
    MEMBER(
            Permission.ACCOUNT_OWN,
            Permission.TOKENS_OWN,
            Permission.ACCOUNTS_READ,
            Permission.CONVERSATIONS_READ,
            Permission.CONVERSATIONS_CREATE,
            Permission.MEMBERS_ADD,
            Permission.MEMBERS_REMOVE,
            Permission.MESSAGES_READ,
            Permission.MESSAGES_SEND,
            Permission.MESSAGES_SEARCH,
            Permission.MEDIA_READ,
            Permission.MEDIA_UPLOAD),
    /// Talks where somebody let them in.
    @JsonProperty("guest")
    GUEST(
            Permission.ACCOUNT_OWN,
            Permission.ACCOUNTS_READ,
            Permission.CONVERSATIONS_READ,
            Permission.MEMBERS_REMOVE,
            Permission.MESSAGES_READ,
            Permission.MESSAGES_SEND,
            Permission.MESSAGES_SEARCH,
            Permission.MEDIA_READ,
            Permission.MEDIA_UPLOAD),
    /// A program with an account of its own, which signs in with API tokens only.
    @JsonProperty("bot")
    BOT(
            Permission.ACCOUNTS_READ,
            Permission.CONVERSATIONS_READ,
            Permission.MEMBERS_REMOVE,
            Permission.MESSAGES_READ,
            Permission.MESSAGES_SEND,
            Permission.MESSAGES_SEARCH,
            Permission.MEDIA_READ,
            Permission.MEDIA_UPLOAD);

    private final Set<Permission> permissions;

    Role(Permission... permissions) {
        this.permissions = Set.copyOf(Arrays.asList(permissions));
    }

    public Set<Permission> permissions() {
        return permissions;
    }

    /// All that these roles allow together.
    public static Set<Permission> permissionsOf(Set<Role> roles) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        roles.forEach(role -> all.addAll(role.permissions));
        return all;
    }
}
