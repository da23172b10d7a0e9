package dev.parley.core.caller;

import dev.parley.core.id.ConversationId;
import dev.parley.core.id.SessionId;
import dev.parley.core.id.TenantId;
import dev.parley.core.id.UserId;
import dev.parley.core.problem.ProblemType;
import java.util.Set;

/// Who asks. A person acts in the tenant of their account; a service acts in the tenant that it names in its token.
public sealed interface Caller {
    TenantId tenant();

    /// A person or bot with a live session.
    ///
    /// @param roles the names of its roles in the tenant; none where a token was given for less than the account
    ///     may
    /// @param rights what its token allows
    record User(TenantId tenant, UserId user, SessionId session, Set<Role> roles, Rights rights) implements Caller {
        public User {
            roles = Set.copyOf(roles);
        }

        /// Signed in, with these roles.
        public User(TenantId tenant, UserId user, SessionId session, Set<Role> roles) {
            this(tenant, user, session, roles, Rights.of(roles));
        }

        public boolean has(Role role) {
            return roles.contains(role);
        }

        public boolean may(Permission permission) {
            return rights.permissions().contains(permission);
        }

        /// @throws dev.parley.core.problem.ProblemException `forbidden` when they may not
        public void require(Permission permission) {
            if (!may(permission)) {
                throw ProblemType.FORBIDDEN.because("this needs the permission " + permission.code());
            }
        }

        /// Whether a break-glass opened this conversation to them.
        public boolean opened(ConversationId conversation) {
            return conversation.equals(rights.opened());
        }
    }

    /// One of the platform's own services, known by its service token.
    ///
    /// @param name the service's name, as in the configuration (`messaging`)
    record Service(TenantId tenant, String name) implements Caller {}

    /// Nobody: routes that declare no authentication. The tenant is the default one.
    record Anonymous(TenantId tenant) implements Caller {}
}
