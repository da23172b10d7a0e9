package dev.parley.client.token;

import com.fasterxml.jackson.databind.JsonNode;
import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Rights;
import dev.parley.core.caller.Rights.Via;
import dev.parley.core.caller.Role;
import dev.parley.core.id.ConversationId;
import dev.parley.core.id.MalformedIdException;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The rules on claims that both kinds of token share (RFC 7519 §4.1). Everything that is wrong is `invalid-token`.
record Claims(JsonNode tree) {
    /// How far two clocks of an installation may differ before a token that one minted is "not yet valid" to the
    /// other.
    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    /// The end of the year 9999.
    private static final long LATEST_SECONDS = 253_402_300_799L;

    private static final Map<String, Role> ROLES =
            Arrays.stream(Role.values()).collect(Collectors.toUnmodifiableMap(Claims::name, Function.identity()));

    private static final Map<String, Via> VIAS =
            Arrays.stream(Via.values()).collect(Collectors.toUnmodifiableMap(Via::code, Function.identity()));

    /// The name of a role in tokens, which is its name in JSON.
    static String name(Role role) {
        return Json.mapper().convertValue(role, String.class);
    }

    String text(String claim) {
        JsonNode value = tree.path(claim);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw CompactJws.refused();
        }
        return value.textValue();
    }

    boolean has(String claim) {
        return tree.has(claim);
    }

    void requireIssuer(String issuer) {
        if (!issuer.equals(text("iss"))) {
            throw CompactJws.refused();
        }
    }

    void requireAudience(String audience) {
        JsonNode value = tree.path("aud");
        boolean meant = value.isTextual() && audience.equals(value.textValue());
        if (value.isArray()) {
            for (JsonNode one : value) {
                meant |= one.isTextual() && audience.equals(one.textValue());
            }
        }
        if (!meant) {
            throw CompactJws.refused();
        }
    }

    /// Refuses what is over, has not begun, or would live too long.
    ///
    /// @return when it ends
    Instant requireLife(Instant now, Duration maxLife) {
        Instant expiresAt = seconds("exp");
        boolean notYet = seconds("iat").isAfter(now.plus(CLOCK_SKEW))
                || (tree.has("nbf") && seconds("nbf").isAfter(now.plus(CLOCK_SKEW)));
        boolean tooLong = expiresAt.isAfter(now.plus(maxLife).plus(CLOCK_SKEW));
        if (notYet || tooLong || !now.isBefore(expiresAt)) {
            throw CompactJws.refused();
        }
        return expiresAt;
    }

    TenantId tenant() {
        return id(AccessTokenProfile.TENANT_CLAIM, TenantId::new);
    }

    /// @param userClaim the claim that holds the user id
    Caller.User user(String userClaim) {
        Set<Role> roles = roles();
        return new Caller.User(
                tenant(),
                id(userClaim, UserId::new),
                id(AccessTokenProfile.SESSION_CLAIM, SessionId::new),
                roles,
                has(AccessTokenProfile.PERMISSIONS_CLAIM) ? rights() : Rights.of(roles));
    }

    private Rights rights() {
        JsonNode value = tree.path(AccessTokenProfile.PERMISSIONS_CLAIM);
        if (!value.isArray()) {
            throw CompactJws.refused();
        }
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (JsonNode code : value) {
            // One that a newer release knows opens nothing here.
            Permission.of(code.asText()).ifPresent(permissions::add);
        }
        Via via = has(AccessTokenProfile.VIA_CLAIM) ? VIAS.get(text(AccessTokenProfile.VIA_CLAIM)) : Via.SIGN_IN;
        if (via == null) {
            throw CompactJws.refused();
        }
        ConversationId opened =
                has(AccessTokenProfile.OPENED_CLAIM) ? id(AccessTokenProfile.OPENED_CLAIM, ConversationId::new) : null;
        return new Rights(permissions, via, opened);
    }

    private Set<Role> roles() {
        JsonNode value = tree.path(AccessTokenProfile.ROLES_CLAIM);
        if (!value.isArray()) {
            throw CompactJws.refused();
        }
        Set<Role> roles = EnumSet.noneOf(Role.class);
        for (JsonNode name : value) {
            // A role that a newer release knows gives no rights here.
            Role role = ROLES.get(name.asText());
            if (role != null) {
                roles.add(role);
            }
        }
        return roles;
    }

    private Instant seconds(String claim) {
        JsonNode value = tree.path(claim);
        if (!value.isIntegralNumber() || value.longValue() < 0 || value.longValue() > LATEST_SECONDS) {
            // Beyond it Instant cannot go on counting; a token of minutes never gets there.
            throw CompactJws.refused();
        }
        return Instant.ofEpochSecond(value.longValue());
    }

    private <T> T id(String claim, Function<String, T> parser) {
        try {
            return parser.apply(text(claim));
        } catch (MalformedIdException e) {
            throw CompactJws.refused();
        }
    }
}
