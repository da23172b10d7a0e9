package dev.parley.core.caller;

import dev.parley.core.id.ConversationId;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a token allows its holder.
///
/// @param permissions all of them; less than those of the account where the token was given for less
/// @param via what stands behind the token
/// @param opened the one conversation that a break-glass opened to who is no member; null otherwise
public record Rights(
        Set<Permission> permissions, Via via, @Nullable ConversationId opened) {
    public Rights {
        permissions = Set.copyOf(permissions);
    }

    /// What stands behind a token.
    public enum Via {
        /// A sign-in: all that the account may.
        SIGN_IN,
        /// An API token: what it was made for, and only operations that name a permission.
        API_TOKEN,
        /// A break-glass: what was opened, and only operations that name a permission.
        BREAK_GLASS;

        /// Its name outside of the program, in lower case with hyphens.
        public String code() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// Those of a sign-in to an account with these roles.
    public static Rights of(Set<Role> roles) {
        return new Rights(Role.permissionsOf(roles), Via.SIGN_IN, null);
    }

    /// The same with what more is granted.
    public Rights and(Set<Permission> more) {
        Set<Permission> all = EnumSet.noneOf(Permission.class);
        all.addAll(permissions);
        all.addAll(more);
        return new Rights(all, via, opened);
    }

    /// The part of them that an API token was made for.
    public Rights limitedTo(Set<Permission> scopes) {
        Set<Permission> both = EnumSet.noneOf(Permission.class);
        both.addAll(scopes);
        both.retainAll(permissions);
        both.removeIf(permission -> !permission.inApiTokens());
        return new Rights(both, Via.API_TOKEN, null);
    }
}
