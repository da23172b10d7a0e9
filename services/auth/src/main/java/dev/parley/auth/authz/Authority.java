package dev.parley.auth.authz;

import dev.parley.core.caller.Caller;
import dev.parley.core.caller.Permission;
import dev.parley.core.caller.Role;
import dev.parley.core.problem.ProblemException;
import dev.parley.core.problem.ProblemType;
import java.util.EnumSet;
import java.util.Set;

/// Who may do what to whose account: those who administer accounts, to whoever may do no more than they themselves.
///
/// So an administrator has no power over owners, nor over compliance officers: whoever can read the record of an
/// administrator's deeds must not be chosen by one. What every member may does not count.
public final class Authority {
    private Authority() {}

    /// @throws ProblemException `forbidden` when the caller administers nobody
    public static void requireAny(Caller.User caller) {
        caller.require(Permission.ACCOUNTS_ADMINISTER);
    }

    /// @param target what the account may, or is to be allowed
    /// @throws ProblemException `forbidden`
    public static void requireOver(Caller.User caller, Set<Permission> target) {
        requireAny(caller);
        Set<Permission> beyond = EnumSet.noneOf(Permission.class);
        beyond.addAll(target);
        beyond.removeAll(Role.MEMBER.permissions());
        beyond.removeAll(caller.rights().permissions());
        if (!beyond.isEmpty()) {
            throw ProblemType.FORBIDDEN.because("nobody decides on an account that may do more than they");
        }
    }

    /// @param given what somebody is to be allowed
    /// @throws ProblemException `forbidden` when the caller has less
    public static void requireHas(Caller.User caller, Set<Permission> given) {
        if (!caller.rights().permissions().containsAll(given)) {
            throw ProblemType.FORBIDDEN.because("nobody gives a permission that they have not");
        }
    }
}
