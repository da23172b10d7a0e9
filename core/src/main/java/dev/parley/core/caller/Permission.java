package dev.parley.core.caller;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What somebody may do, by the name that contracts, tokens and roles use. Which role has which is [Role]'s; the
/// operations that ask for one name it in their contract (`x-parley-permission`).
///
/// A permission opens operations, never other people's things: who may read messages reads those of the
/// conversations that they are in.
public enum Permission {
    @JsonProperty("account:own")
    ACCOUNT_OWN("account:own", Gift.BUILT_IN, "One's own account: profile, password, factors and sessions"),
    @JsonProperty("tokens:own")
    TOKENS_OWN("tokens:own", Gift.ROLE, "API tokens of one's own"),
    @JsonProperty("accounts:read")
    ACCOUNTS_READ("accounts:read", Gift.TOKEN, "Public profiles of accounts"),
    @JsonProperty("accounts:administer")
    ACCOUNTS_ADMINISTER(
            "accounts:administer", Gift.TOKEN, "Roles, sessions, tokens and closing of accounts that may do no more"),
    @JsonProperty("service-accounts:administer")
    SERVICE_ACCOUNTS_ADMINISTER("service-accounts:administer", Gift.ROLE, "Accounts of programs and their tokens"),
    @JsonProperty("roles:administer")
    ROLES_ADMINISTER("roles:administer", Gift.BUILT_IN, "Roles of the tenant's own making, and who has them"),
    @JsonProperty("clients:administer")
    CLIENTS_ADMINISTER("clients:administer", Gift.BUILT_IN, "Programs that may ask for tokens (OAuth)"),
    @JsonProperty("break-glass:use")
    BREAK_GLASS_USE("break-glass:use", Gift.BUILT_IN, "Open for a while, with a reason, what one may not read"),
    @JsonProperty("break-glass:review")
    BREAK_GLASS_REVIEW("break-glass:review", Gift.ROLE, "See who opened what, and end it"),
    @JsonProperty("audit:read")
    AUDIT_READ("audit:read", Gift.TOKEN, "The audit log and its proofs"),
    @JsonProperty("keys:use")
    KEYS_USE("keys:use", Gift.TOKEN, "Named keys: make, rotate, encrypt, decrypt"),
    @JsonProperty("conversations:read")
    CONVERSATIONS_READ("conversations:read", Gift.TOKEN, "One's conversations and who is in them"),
    @JsonProperty("conversations:create")
    CONVERSATIONS_CREATE("conversations:create", Gift.TOKEN, "New conversations"),
    @JsonProperty("members:add")
    MEMBERS_ADD("members:add", Gift.TOKEN, "Others into one's conversations"),
    @JsonProperty("members:remove")
    MEMBERS_REMOVE("members:remove", Gift.TOKEN, "Leave a conversation; remove others from one's own"),
    @JsonProperty("messages:read")
    MESSAGES_READ("messages:read", Gift.TOKEN, "Messages of one's conversations, live as well"),
    @JsonProperty("messages:send")
    MESSAGES_SEND("messages:send", Gift.TOKEN, "Messages into one's conversations"),
    @JsonProperty("messages:search")
    MESSAGES_SEARCH("messages:search", Gift.TOKEN, "Search in one's conversations"),
    @JsonProperty("media:read")
    MEDIA_READ("media:read", Gift.TOKEN, "Files of one's conversations"),
    @JsonProperty("media:upload")
    MEDIA_UPLOAD("media:upload", Gift.TOKEN, "Files into one's conversations");

    private static final Map<String, Permission> BY_CODE =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Permission::code, Function.identity()));

    private final String code;
    private final Gift gift;
    private final String meaning;

    Permission(String code, Gift gift, String meaning) {
        this.code = code;
        this.gift = gift;
        this.meaning = meaning;
    }

    /// How far a permission can be handed on.
    private enum Gift {
        /// With the roles that come with the platform, and in no other way.
        BUILT_IN,
        /// With roles of the tenant's making as well.
        ROLE,
        /// As scope of an API token as well.
        TOKEN
    }

    /// The name in contracts and tokens.
    public String code() {
        return code;
    }

    /// What it opens, for people.
    public String meaning() {
        return meaning;
    }

    /// Whether roles of the tenant's making can have it.
    public boolean inCustomRoles() {
        return gift != Gift.BUILT_IN;
    }

    /// Whether it can be a scope of an API token.
    public boolean inApiTokens() {
        return gift == Gift.TOKEN;
    }

    /// The one with this code; empty when there is none, as may be with one that a newer release knows.
    public static Optional<Permission> of(String code) {
        return Optional.ofNullable(BY_CODE.get(code));
    }
}
